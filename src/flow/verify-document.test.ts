import { expect, test } from 'vitest'
import { newKeys, newRunId, receiptOf } from '../../test/fixtures/ledger.ts'
import type { AgainstLedger } from '../ledger/against-ledger.ts'
import { canonicalJson, sha256 } from '../ledger/canonical.ts'
import { seal } from '../ledger/seal.ts'
import type { VerifiedReceipt } from '../ledger/verify.ts'
import { verifyDocument, verifyWithLedger } from './verify-document.ts'

const { signer, keys } = newKeys()
const answer = { kind: 'json', value: [1, 2] }
const bytes = canonicalJson(answer).length
const receipt = {
  ...receiptOf(newRunId(), { seq: 1, hash: sha256('intent') }),
  answer: { kind: 'json', digest: sha256(canonicalJson(answer)), bytes },
}
const { capabilities, controls, usage, runId, inspection } = receipt
const document = {
  document: 'cordon.run/1',
  ...{ status: 'answered', runId, answer, failure: null, capabilities, controls, usage },
  decision: { ...receipt.decision, risk: { ...receipt.decision.risk, points: [] } },
  findings: inspection.findings.map(({ line, ...finding }) => ({
    ...finding,
    message: 'words that no receipt holds',
    span: { line, column: 1 },
  })),
  grants: receipt.grants.map((grant) => ({ ...grant, format: 'parquet', bytes: 5 })),
  receipt: JSON.parse(seal(receipt, signer).envelope),
}

const check = (given: unknown) => {
  const found = verifyDocument({ document: Buffer.from(JSON.stringify(given)) }, keys)
  return found.ok ? 'accepted' : found.reason
}

test('the document of a run is accepted with its answer', () => {
  expect(check(document)).toBe('accepted')
})

test.each([
  ['document-differs', { status: 'refused' }],
  ['document-differs', { runId: newRunId() }],
  ['document-differs', { failure: { kind: 'crashed' } }],
  ['document-differs', { controls: [...controls, 'no-such-control'] }],
  ['document-differs', { controls: controls.slice(1) }],
  ['document-differs', { usage: null }],
  ['document-differs', { usage: { ...usage, wallMs: 1.5 } }],
  ['document-differs', { capabilities: { ...capabilities, hasDynamicCode: true } }],
  ['document-differs', { decision: { ...document.decision, reasons: ['because'] } }],
  ['document-differs', { findings: [] }],
  ['document-differs', { grants: [] }],
  ['document-differs', { grants: document.grants.map((grant) => ({ ...grant, rowCount: 0 })) }],
  ['answer-differs', { answer: { ...answer, value: [1, 3] } }],
  ['answer-differs', { answer: null }],
  ['not-an-envelope', { receipt: null }],
])('%s where it says %j', (reason, change) => {
  expect(check({ ...document, ...change })).toBe(reason)
})

test('a ledger is asked about what is valid, and what it does not bear out is rejected', async () => {
  const asked: string[] = []
  const ledger = async (verified: VerifiedReceipt): Promise<AgainstLedger> => {
    asked.push(verified.receipt.runId)
    return { ok: false, reason: 'not-closed' }
  }
  const found = await verifyWithLedger(
    { document: Buffer.from(JSON.stringify(document)) },
    keys,
    ledger,
  )
  expect(found).toEqual({ ok: false, reason: 'not-closed' })
  const forged = await verifyWithLedger({ document: Buffer.from('{}') }, keys, ledger)
  expect(forged).toMatchObject({ ok: false, reason: 'not-an-envelope' })
  expect(asked).toEqual([runId])
})

test('a run that was cancelled is shown as failed, by the limit that it met', () => {
  const outcome = { status: 'cancelled', failure: { kind: 'cancelled', limit: null } } as const
  const limited = { status: 'failed', failure: { kind: 'limit', limit: 'cpuMs' } } as const
  for (const [given, failure] of [
    [outcome, { kind: 'cancelled', message: 'Cancelled.' }],
    [limited, { kind: 'limit', limit: 'cpuMs', value: 5 }],
  ] as const) {
    const { envelope } = seal({ ...receipt, answer: null, outcome: given }, signer)
    const failed = { ...document, status: 'failed', answer: null, receipt: JSON.parse(envelope) }
    expect(check({ ...failed, failure })).toBe('accepted')
    expect(check({ ...failed, failure: { ...failure, kind: 'error' } })).toBe('document-differs')
    expect(check({ ...failed, failure: null })).toBe('document-differs')
  }
})
