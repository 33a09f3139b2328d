import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { expect, test } from 'vitest'
import {
  intentOf,
  ledgerOptions,
  newFolder,
  newKeys,
  newRunId,
} from '../../test/fixtures/ledger.ts'
import { CordonError } from '../kernel/errors.ts'
import { verifyLedger } from './audit.ts'
import { sha256 } from './canonical.ts'
import { type LedgerOptions, openLedger } from './ledger.ts'
import type { Close } from './record.ts'
import { recordRun } from './record-run.ts'

const answered: Close = { outcome: 'answered', receiptDigest: sha256('receipt'), reason: null }

function codeOf(action: () => unknown): string | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    return error instanceof CordonError ? error.code : `not a CordonError: ${error}`
  }
}

function fill(options: LedgerOptions, runs: number): void {
  const ledger = openLedger(options)
  for (let i = 0; i < runs; i++) {
    const id = newRunId()
    ledger.intend(intentOf(id))
    ledger.close(id, answered)
  }
  ledger.dispose()
}

function bodies(path: string): unknown[] {
  const rows = new Libsql(path).prepare('SELECT kind, body FROM records ORDER BY seq').all()
  return rows.map((row) => {
    const { kind, body } = row as { kind: string; body: string }
    return { kind, ...JSON.parse(body) }
  })
}

test('keeps what it was told, in one chain that grows across openings', () => {
  const options = ledgerOptions()
  fill(options, 2)
  fill(options, 1)
  const report = verifyLedger(options)
  expect(report).toMatchObject({ status: 'intact', size: 6, open: [] })
  expect(bodies(options.path).slice(0, 2)).toMatchObject([
    { kind: 'intent', principalId: 'ana@example.com', owner: { pid: process.pid } },
    { kind: 'close', ...answered },
  ])
})

test('is for its owner only', () => {
  const options = ledgerOptions()
  const ledger = openLedger(options)
  ledger.intend(intentOf(newRunId()))
  for (const suffix of ['', '-wal', '-shm', '-reserve']) {
    expect(statSync(options.path + suffix).mode & 0o777).toBe(0o600)
  }
})

test('closes an intent once, and only an intent', () => {
  const options = ledgerOptions()
  const ledger = openLedger(options)
  const id = newRunId()
  expect(codeOf(() => ledger.close(id, answered))).toBe('internal')
  expect(ledger.intend(intentOf(id)).seq).toBe(1)
  expect(ledger.close(id, answered).seq).toBe(2)
  expect(codeOf(() => ledger.close(id, answered))).toBe('internal')
  expect(codeOf(() => ledger.intend(intentOf(id)))).toBe('internal')
  expect(verifyLedger(options)).toMatchObject({ status: 'intact', size: 2 })
})

test('lists open intents; leaves those of a living process, closes those of a dead one', () => {
  const options = ledgerOptions()
  const { owner, clock } = options
  const longAgo = { ...clock, nowMs: () => Date.now() - 86_400_000 - 1000 }
  const elsewhere = { ...owner, pidNamespace: 'pid:[1]' }
  const runs = [
    { id: newRunId(), isOpen: true },
    { id: newRunId(), isOpen: true, clock: longAgo },
    { id: newRunId(), isOpen: false, owner: { ...owner, startTicks: '1' } },
    { id: newRunId(), isOpen: false, owner: { ...owner, bootId: 'another' } },
    { id: newRunId(), isOpen: true, owner: elsewhere },
    { id: newRunId(), isOpen: false, owner: elsewhere, clock: longAgo },
  ].map(({ id, isOpen, ...who }) => ({ id, isOpen, ledger: openLedger({ ...options, ...who }) }))
  for (const { id, ledger } of runs) ledger.intend(intentOf(id))
  const swept: string[] = []
  openLedger({ ...options, sweepRun: (runId) => swept.push(runId) }).recover()
  const dead = runs.filter((run) => !run.isOpen)
  expect(swept.sort()).toEqual(dead.map((run) => run.id).sort())
  const report = verifyLedger(options)
  const left = runs.filter((run) => run.isOpen)
  expect(report.open.map((open) => open.runId)).toEqual(left.map((run) => run.id))
  expect(bodies(options.path).slice(-1)).toMatchObject([{ kind: 'close', outcome: 'crashed' }])
})

test('adds nothing to an end that no trusted key signed', () => {
  const options = ledgerOptions()
  fill(options, 2)
  const other = newKeys()
  const stranger = openLedger({ ...options, signer: other.signer, keys: other.keys })
  expect(codeOf(() => stranger.intend(intentOf(newRunId())))).toBe('ledger-broken')
  new Libsql(options.path).exec('DELETE FROM records WHERE seq = 4')
  const ledger = openLedger(options)
  expect(codeOf(() => ledger.intend(intentOf(newRunId())))).toBe('ledger-broken')
})

test('goes on under a new key that trusts the old one', () => {
  const options = ledgerOptions()
  fill(options, 1)
  const next = newKeys()
  const both = new Map([...options.keys, ...next.keys])
  fill({ ...options, signer: next.signer, keys: both }, 1)
  expect(verifyLedger({ ...options, keys: both })).toMatchObject({ status: 'intact', size: 4 })
  expect(verifyLedger(options)).toMatchObject({ reason: 'head-not-trusted' })
})

const folder = newFolder()

function database(name: string, sql: string): string {
  const path = join(folder, name)
  const db = new Libsql(path)
  db.exec(sql)
  db.close()
  return path
}

function textFile(): string {
  const path = join(folder, 'text')
  writeFileSync(path, 'no database, but long enough to be one. '.repeat(200))
  return path
}

test.each([
  ['in a missing folder', () => join(folder, 'missing', 'ledger.db')],
  ['that is a folder', () => newFolder()],
  ['that is a text', textFile],
  ['of another program', () => database('other.db', 'CREATE TABLE mine (x)')],
  ['of another program, empty', () => database('empty.db', 'PRAGMA user_version = 7')],
  [
    'of a later version',
    () => database('later.db', 'PRAGMA application_id = 0x43524c47; PRAGMA user_version = 2'),
  ],
])('refuses a ledger %s, and changes nothing', (_, makePath) => {
  const options = ledgerOptions(makePath())
  const before = statSync(options.path, { throwIfNoEntry: false })?.mtimeMs
  expect(codeOf(() => openLedger(options))).toBe('ledger-unavailable')
  expect(codeOf(() => verifyLedger(options))).toBe('ledger-unavailable')
  expect(statSync(options.path, { throwIfNoEntry: false })?.mtimeMs).toBe(before)
})

test('refuses a ledger below a file', () => {
  const options = ledgerOptions(join(textFile(), 'ledger.db'))
  expect(codeOf(() => openLedger(options))).toBe('ledger-unavailable')
  expect(codeOf(() => verifyLedger(options))).toBe('ledger-unavailable')
})

test('says that a later version of Cordon wrote a ledger', () => {
  const path = database('v9.db', 'PRAGMA application_id = 0x43524c47; PRAGMA user_version = 9')
  const refusal = { message: expect.stringContaining('version 9'), help: 'Upgrade Cordon.' }
  expect(() => openLedger(ledgerOptions(path))).toThrow(expect.objectContaining(refusal))
})

test('begins no run in a ledger that was removed while it was open', () => {
  const options = ledgerOptions()
  const ledger = openLedger(options)
  rmSync(options.path)
  expect(codeOf(() => ledger.intend(intentOf(newRunId())))).toBe('ledger-unavailable')
  writeFileSync(options.path, '')
  expect(codeOf(() => ledger.intend(intentOf(newRunId())))).toBe('ledger-unavailable')
})

test('says that it is locked when another keeps the lock', () => {
  const options = ledgerOptions()
  const impatient = class extends Libsql {
    constructor(path: string) {
      super(path, { timeout: 10 })
    }
  }
  const ledger = openLedger({ ...options, engine: impatient })
  const other = new Libsql(options.path)
  other.exec('BEGIN IMMEDIATE')
  expect(codeOf(() => ledger.intend(intentOf(newRunId())))).toBe('ledger-unavailable')
  other.exec('ROLLBACK')
  expect(ledger.intend(intentOf(newRunId())).seq).toBe(1)
})

test('releases a value only after its close is recorded', async () => {
  const options = ledgerOptions()
  const ledger = openLedger(options)
  const id = newRunId()
  const value = await recordRun(ledger, intentOf(id), async () => ({ end: answered, value: 42 }))
  expect(value).toBe(42)
  const lost = recordRun(ledger, intentOf(newRunId()), async () => {
    new Libsql(options.path).exec('DELETE FROM head')
    return { end: answered, value: 'secret' }
  })
  await expect(lost).rejects.toMatchObject({ code: 'ledger-broken' })
})

test.each([
  [new CordonError('cancelled', 'stopped'), 'cancelled', 'cancelled'],
  [new CordonError('data-invalid', 'bad'), 'failed', 'data-invalid'],
  [new Error('secret text'), 'failed', 'internal'],
])('closes a run that throws %s', async (error, outcome, reason) => {
  const options = ledgerOptions()
  const ledger = openLedger(options)
  const run = recordRun(ledger, intentOf(newRunId()), () => {
    throw error
  })
  await expect(run).rejects.toBe(error)
  expect(bodies(options.path)[1]).toMatchObject({ kind: 'close', outcome, reason })
})
