import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answer, newKeys, newRunId, receiptOf, script } from '../../test/fixtures/ledger.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { type Receipt, receiptPayloadType, statementOf } from './receipt.ts'
import { seal } from './seal.ts'
import { signEnvelope } from './signer.ts'
import { verifyReceipt } from './verify.ts'

const { signer, keys } = newKeys()
const receipt = receiptOf(newRunId(), { seq: 1, hash: sha256('intent') })
const sealed = seal(receipt, signer)
const refused: Receipt = {
  ...receipt,
  outcome: { status: 'refused', failure: null },
  answer: null,
  limits: null,
  usage: null,
  runtime: null,
}

function verify(envelope: string, files: { script?: Uint8Array; answer?: Uint8Array } = {}) {
  return verifyReceipt(Buffer.from(envelope), { keys, ...files })
}

function signed(payload: string): string {
  return signEnvelope(receiptPayloadType, Buffer.from(payload), signer)
}

test.each([receipt, refused])('a sealed receipt verifies and comes back whole', (original) => {
  const { envelope, digest } = seal(original, signer)
  expect(verify(envelope)).toEqual({ ok: true, receipt: original, digest, keyId: signer.keyId })
})

test('names the script and the answer as its subjects', () => {
  expect(statementOf(receipt).subject).toEqual([
    { name: 'script', digest: { sha256: sha256(script) } },
    { name: 'answer', digest: { sha256: sha256(answer) } },
  ])
  expect(statementOf(refused).subject).toHaveLength(1)
})

test('accepts the files it was made for and no others', () => {
  expect(verify(sealed.envelope, { script, answer })).toMatchObject({ ok: true })
  const other = Buffer.from('other')
  expect(verify(sealed.envelope, { script: other })).toEqual({
    ok: false,
    reason: 'script-differs',
  })
  expect(verify(sealed.envelope, { answer: other })).toEqual({
    ok: false,
    reason: 'answer-differs',
  })
  expect(verify(seal(refused, signer).envelope, { answer })).toEqual({
    ok: false,
    reason: 'no-answer',
  })
})

test('shows any flipped bit, wherever it is', () => {
  const bytes = Buffer.from(sealed.envelope)
  const flip = fc.record({ at: fc.nat(bytes.length - 1), bit: fc.nat(7) })
  fc.assert(
    fc.property(flip, ({ at, bit }) => {
      const flipped = Buffer.from(bytes)
      flipped[at] = (bytes[at] ?? 0) ^ (1 << bit)
      expect(verifyReceipt(flipped, { keys }).ok).toBe(false)
    }),
    { numRuns: 1000 },
  )
}, 30_000)

test('gives a reason for any bytes at all, and throws for none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        expect(verifyReceipt(bytes, { keys }).ok).toBe(false)
      },
    ),
  )
})

const statement = statementOf(receipt)

test.each([
  ['not-canonical', ''],
  ['not-canonical', ` ${canonicalJson(statement)}`],
  ['not-canonical', JSON.stringify(statement)],
  ['not-canonical', canonicalJson(statement).replace('{', '{"_type":1,')],
  ['not-canonical', '["\\ud800"]'],
  ['not-canonical', '['.repeat(200_000) + ']'.repeat(200_000)],
  ['not-a-receipt', '{}'],
  [
    'not-a-receipt',
    canonicalJson({ ...statement, predicateType: 'https://slsa.dev/provenance/v1' }),
  ],
  ['not-a-receipt', canonicalJson({ ...statement, _type: 'https://in-toto.io/Statement/v0.1' })],
  ['not-a-receipt', canonicalJson({ ...statement, predicate: { ...receipt, runId: 'run_1' } })],
  ['not-a-receipt', canonicalJson({ ...statement, predicate: { ...receipt, startedAt: 'today' } })],
  ['subjects-differ', canonicalJson({ ...statement, subject: statement.subject.slice(1) })],
  ['subjects-differ', canonicalJson({ ...statement, predicate: refused })],
])('refuses a signed payload as %s (case %#)', (reason, payload) => {
  expect(verify(signed(payload))).toEqual({ ok: false, reason })
})

test('reads a later receipt that says more', () => {
  const later = { ...statement, predicate: { ...receipt, weather: 'fine' } }
  expect(verify(signed(canonicalJson(later)))).toMatchObject({ ok: true })
})

test('will not seal what would not verify', () => {
  expect(() => seal({ ...receipt, startedAt: 'today' }, signer)).toThrow(TypeError)
})
