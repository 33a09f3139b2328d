import { isJsonObject, type Json } from '../kernel/json.ts'
import type { AgainstLedger, AgainstLedgerProblem } from '../ledger/against-ledger.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import {
  type Receipt,
  type ReceiptProblem,
  type TrustedKeys,
  type VerifiedReceipt,
  verifyReceipt,
} from '../ledger/verify.ts'

/** What a check of a receipt, or of a run's whole document, gave. */
export type ReceiptCheck =
  | VerifiedReceipt
  | {
      readonly ok: false
      readonly reason: ReceiptProblem | 'document-differs' | AgainstLedgerProblem
    }

/** Checks a receipt as `verifyDocument` does and, once it is found valid, that a ledger bears it out. */
export async function verifyWithLedger(
  given: GivenDocument,
  keys: TrustedKeys,
  ledger: (receipt: VerifiedReceipt) => Promise<AgainstLedger>,
): Promise<ReceiptCheck> {
  const check = verifyDocument(given, keys)
  if (!check.ok) return check
  const found = await ledger(check)
  return found.ok ? check : found
}

interface GivenDocument {
  readonly document: Uint8Array
  readonly script?: Uint8Array
}

/**
 * Checks a receipt. Where the bytes are the document that `cordon run --json` printed, its receipt is checked, its answer must
 * be the one that the receipt names, and all else that the receipt holds too must be the same there.
 */
export function verifyDocument(given: GivenDocument, keys: TrustedKeys): ReceiptCheck {
  const script = given.script && { script: given.script }
  const run = readRunDocument(given.document)
  if (!run) return verifyReceipt(given.document, { keys, ...script })
  const answer = run.answer === null ? undefined : { answer: encode(run.answer) }
  const check = verifyReceipt(Buffer.from(JSON.stringify(run.receipt)), {
    keys,
    ...script,
    ...answer,
  })
  if (!check.ok) return check
  if (check.receipt.answer !== null && run.answer === null) {
    return { ok: false, reason: 'answer-differs' }
  }
  const isSame = isSaid(signedPart(check.receipt), run.document)
  return isSame ? check : { ok: false, reason: 'document-differs' }
}

interface RunDocument {
  readonly receipt: Json
  readonly answer: Json
  readonly document: { readonly [name: string]: Json }
}

function readRunDocument(bytes: Uint8Array): RunDocument | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!isJsonObject(document) || document['document'] !== 'cordon.run/1') return undefined
    return { receipt: document['receipt'] ?? null, answer: document['answer'] ?? null, document }
  } catch {
    return undefined
  }
}

/** What a run's document must say, as its receipt has it. */
function signedPart(receipt: Receipt): unknown {
  const { runId, outcome, decision, inspection, capabilities, grants, usage, controls } = receipt
  const status = outcome.status === 'cancelled' ? 'failed' : outcome.status
  const findings = inspection.findings.map(({ line, ...finding }) => ({
    ...finding,
    span: { line },
  }))
  const { kind, limit } = outcome.failure ?? {}
  const failure = kind ? { kind, ...(limit && { limit }) } : null
  return { runId, status, decision, findings, capabilities, grants, usage, controls, failure }
}

/** Whether a document says all of something: lists item by item, objects at least these members. */
function isSaid(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected)) {
    const isList = Array.isArray(found) && found.length === expected.length
    return isList && expected.every((item, index) => isSaid(item, found[index]))
  }
  if (typeof expected !== 'object' || expected === null) return expected === found
  if (!isJsonObject(found)) return false
  return Object.entries(expected).every(
    ([name, item]) =>
      item === undefined || (Object.hasOwn(found, name) && isSaid(item, found[name])),
  )
}

function encode(answer: Json): Uint8Array {
  return Buffer.from(canonicalJson(answer))
}
