import { chmodSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import Libsql from 'libsql'
import { beforeAll, expect, test } from 'vitest'
import {
  intentOf,
  ledgerOptions,
  newFolder,
  newKeys,
  newRunId,
  receiptOf,
} from '../../test/fixtures/ledger.ts'
import { CordonError } from '../kernel/errors.ts'
import { verifyAgainstLedger } from './against-ledger.ts'
import { verifyLedger } from './audit.ts'
import { sha256 } from './canonical.ts'
import { signHead } from './head.ts'
import { type LedgerOptions, openLedger } from './ledger.ts'
import { genesisHash, hashRecord } from './record.ts'
import { seal } from './seal.ts'
import { type VerifiedReceipt, verifyReceipt } from './verify.ts'

const size = 11
const original = ledgerOptions()
const heads: string[] = []

beforeAll(() => {
  const ledger = openLedger(original)
  for (let i = 0; i < size / 2; i++) {
    const id = newRunId()
    ledger.intend(intentOf(id))
    heads.push(ledger.exportHead())
    if (heads.length === size) return
    ledger.close(id, { outcome: 'answered', receiptDigest: sha256(id), reason: null })
    heads.push(ledger.exportHead())
  }
})

/** The ledger above in a folder of its own, after `sql` was done to it. */
function tampered(sql: string): LedgerOptions {
  const options = { ...original, path: join(newFolder(), 'ledger.db') }
  for (const suffix of ['', '-wal']) cpSync(original.path + suffix, options.path + suffix)
  const db = new Libsql(options.path)
  db.exec(sql)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  return options
}

const seqs = fc.integer({ min: 1, max: size })
const columns = fc.constantFrom('time', 'kind', 'run_id', 'body', 'prev_hash', 'hash')
const all = 'seq, time, kind, run_id, body, prev_hash, hash'

const tamperings = fc.oneof(
  fc
    .tuple(seqs, columns)
    .map(([seq, column]) => `UPDATE records SET ${column} = ${column} || 'x' WHERE seq = ${seq}`),
  fc
    .tuple(seqs, columns)
    .map(
      ([seq, column]) => `UPDATE records SET ${column} = ${column} || char(0) WHERE seq = ${seq}`,
    ),
  fc
    .tuple(seqs, columns)
    .map(
      ([seq, column]) => `UPDATE records SET ${column} = CAST(x'ff' AS TEXT) WHERE seq = ${seq}`,
    ),
  seqs.map((seq) => `UPDATE records SET body = replace(body, 'a', 'b') WHERE seq = ${seq}`),
  seqs.map((seq) => `DELETE FROM records WHERE seq = ${seq}`),
  seqs.map((seq) => `DELETE FROM records WHERE seq >= ${seq}`),
  seqs.map(
    (seq) =>
      `DELETE FROM records WHERE seq = ${seq}; UPDATE records SET seq = seq - 1 WHERE seq > ${seq}`,
  ),
  fc
    .tuple(seqs, fc.constantFrom(-5, 0, size + 1, size + 9, '9007199254740993'))
    .map(
      ([seq, to]) =>
        `DROP INDEX once_a_run; INSERT INTO records SELECT ${to}, ${all.slice(5)} FROM records WHERE seq = ${seq}`,
    ),
  fc
    .uniqueArray(seqs, { minLength: 2, maxLength: 2 })
    .map(
      ([a, b]) =>
        `UPDATE records SET seq = -1 WHERE seq = ${a}; UPDATE records SET seq = ${a} WHERE seq = ${b}; UPDATE records SET seq = ${b} WHERE seq = -1`,
    ),
  fc
    .uniqueArray(seqs, { minLength: 2, maxLength: 2 })
    .map(
      ([a, b]) =>
        `UPDATE records SET body = (SELECT body || ' ' FROM records WHERE seq = ${a}) WHERE seq = ${b}`,
    ),
  fc.constantFrom(
    'DELETE FROM records',
    'DELETE FROM head',
    'DELETE FROM open_intents',
    "INSERT INTO open_intents VALUES ('run_x', 1)",
    "UPDATE head SET envelope = replace(envelope, 'A', 'B')",
    'DROP TABLE records',
    'DROP TABLE head',
    'DROP TABLE open_intents',
  ),
)

test('finds whatever was done to its rows', () => {
  expect(verifyLedger(tampered('SELECT 1'))).toMatchObject({ status: 'intact', size })
  fc.assert(
    fc.property(tamperings, (sql) => {
      expect(verifyLedger(tampered(sql)).status).toBe('broken')
    }),
    { numRuns: 120 },
  )
}, 30_000)

test.each([
  ['hash-differs', 4, "UPDATE records SET body = '{}' WHERE seq = 4"],
  ['previous-hash-differs', 4, `UPDATE records SET prev_hash = '${genesisHash}' WHERE seq = 4`],
  ['malformed-record', 4, "UPDATE records SET hash = 'x' WHERE seq = 4"],
  ['sequence-gap', 4, 'DELETE FROM records WHERE seq = 4'],
  ['sequence-gap', 1, 'UPDATE records SET seq = -4 WHERE seq = 4'],
  ['tail-cut', 8, 'DELETE FROM records WHERE seq > 7'],
  ['head-missing', null, 'DELETE FROM head'],
  ['open-list-differs', null, 'DELETE FROM open_intents'],
  ['file-damaged', null, 'DROP TABLE records'],
])('says %s at record %s', (reason, seq, sql) => {
  expect(verifyLedger(tampered(sql))).toMatchObject({ status: 'broken', reason, seq })
})

test('says that a head was signed for other records', () => {
  const head = signHead({ size, hash: genesisHash, time: 't' }, original.signer)
  expect(verifyLedger(tampered(`UPDATE head SET envelope = '${head}'`))).toMatchObject({
    reason: 'head-differs',
  })
})

test('accepts kinds that it does not know, if they were signed', () => {
  expect(verifyLedger(appended({ kind: 'approval', key: 'own' }))).toMatchObject({
    status: 'intact',
    size: size + 1,
  })
})

test.each([
  ['head-not-trusted', { kind: 'approval', key: 'stranger' }],
  ['records-after-head', { kind: 'approval', key: 'none' }],
  ['close-without-intent', { kind: 'close', key: 'own' }],
] as const)('says %s for a record added by hand', (reason, how) => {
  expect(verifyLedger(appended(how))).toMatchObject({ status: 'broken', reason })
})

/** The ledger above with one more well-chained record, and a head by the ledger's own key, another or none. */
function appended(how: { kind: string; key: 'own' | 'stranger' | 'none' }): LedgerOptions {
  const report = verifyLedger(original)
  if (report.status === 'broken') throw new Error(report.message)
  const fields = { seq: size + 1, time: 't', kind: how.kind, runId: 'run_x', body: '{}' }
  const record = { ...fields, prevHash: report.head.hash }
  const hash = hashRecord(record)
  const insert = `INSERT INTO records VALUES
    (${record.seq}, 't', '${how.kind}', 'run_x', '{}', '${record.prevHash}', '${hash}');`
  const signer = how.key === 'own' ? original.signer : newKeys().signer
  const head = signHead({ size: size + 1, hash, time: 't' }, signer)
  return tampered(how.key === 'none' ? insert : `${insert} UPDATE head SET envelope = '${head}'`)
}

test('a head kept elsewhere shows what the ledger itself cannot', () => {
  const cut = tampered(
    `DELETE FROM records WHERE seq > 7; UPDATE head SET envelope = '${heads[6]}';
     DELETE FROM open_intents;
     INSERT INTO open_intents SELECT run_id, seq FROM records WHERE seq = 7`,
  )
  expect(verifyLedger(cut)).toMatchObject({ status: 'intact', size: 7 })
  const witnessed = (witness: string | undefined) =>
    verifyLedger({ ...cut, ...(witness === undefined ? {} : { witness }) })
  expect(witnessed(heads[6])).toMatchObject({ status: 'intact' })
  expect(witnessed(heads[2])).toMatchObject({ status: 'intact' })
  expect(witnessed(heads[7])).toMatchObject({ reason: 'witness-ahead', seq: 8 })
  expect(witnessed('{}')).toMatchObject({ reason: 'witness-not-trusted' })

  const anew = ledgerOptions()
  const ledger = openLedger({ ...anew, signer: original.signer, keys: original.keys })
  for (let i = 0; i < size; i++) ledger.intend(intentOf(newRunId()))
  const rewritten = { ...original, path: anew.path }
  expect(verifyLedger(rewritten)).toMatchObject({ status: 'intact' })
  expect(verifyLedger({ ...rewritten, ...{ witness: heads[4] ?? '' } })).toMatchObject({
    reason: 'witness-differs',
  })
})

test('a damaged file is told, unless no record is touched', () => {
  const { path } = tampered('SELECT 1')
  const bytes = readFileSync(path)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 64 }), (at) => {
      const options = { ...original, path: join(newFolder(), 'ledger.db') }
      const copy = Buffer.from(bytes)
      copy.fill(0xa5, at, at + 64)
      writeFileSync(options.path, copy)
      expect(verdictOn(options)).toMatch(/^(broken|ledger-broken|ledger-unavailable|intact .*)$/)
    }),
    { numRuns: 40 },
  )
}, 30_000)

/** `intact` only with all records as they were: the head's hash covers them. */
function verdictOn(options: LedgerOptions): string {
  try {
    const report = verifyLedger(options)
    if (report.status === 'broken') return 'broken'
    return report.signedHead === heads.at(-1) ? 'intact as before' : 'changed'
  } catch (error) {
    return error instanceof CordonError ? error.code : String(error)
  }
}

test('verifying changes nothing and needs no right to write', () => {
  const options = tampered('SELECT 1')
  const folder = dirname(options.path)
  const look = () =>
    readdirSync(folder).map((name) => [name, sha256(readFileSync(join(folder, name)))])
  const before = look()
  expect(before.map(([name]) => name)).toContain(basename(options.path))
  chmodSync(folder, 0o500)
  expect(verifyLedger(options)).toMatchObject({ status: 'intact', size })
  expect(look()).toEqual(before)
  chmodSync(folder, 0o700)
})

test('an open ledger can be verified while it grows', () => {
  const options = ledgerOptions()
  const ledger = openLedger(options)
  for (let count = 1; count <= 3; count++) {
    ledger.intend(intentOf(newRunId()))
    const report = verifyLedger({ ...options, witness: ledger.exportHead() })
    expect(report).toMatchObject({ status: 'intact', size: count, signedHead: ledger.exportHead() })
  }
})

test('a receipt and its ledger bear each other out', () => {
  const options = ledgerOptions()
  const { signer, keys } = options
  const ledger = openLedger(options)
  const id = newRunId()
  const intent = ledger.intend(intentOf(id))
  const sealed = seal(receiptOf(id, intent), signer)
  const verified = verifyReceipt(Buffer.from(sealed.envelope), { keys })
  if (!verified.ok) throw new Error(verified.reason)
  const reasonNow = (receipt: VerifiedReceipt = verified) => {
    const result = verifyAgainstLedger(receipt, options)
    return result.ok ? `${result.intentSeq}, ${result.closeSeq}` : result.reason
  }
  expect(reasonNow()).toBe('not-closed')
  ledger.close(id, { outcome: 'answered', receiptDigest: sealed.digest, reason: null })
  expect(reasonNow()).toBe('1, 2')

  const { receipt } = verified
  expect(reasonNow({ ...verified, digest: sha256('other') })).toBe('receipt-differs')
  const failed = { ...receipt, outcome: { status: 'failed', failure: null } } as const
  expect(reasonNow({ ...verified, receipt: failed })).toBe('outcome-differs')
  expect(reasonNow({ ...verified, receipt: { ...receipt, runId: newRunId() } })).toBe(
    'intent-missing',
  )
  const moved = { ...receipt, ledger: { seq: 2, hash: receipt.ledger.hash } }
  expect(reasonNow({ ...verified, receipt: moved })).toBe('intent-differs')
  new Libsql(options.path).exec("UPDATE records SET time = 'x' WHERE seq = 1")
  expect(reasonNow()).toBe('ledger-broken')
})
