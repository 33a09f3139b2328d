import { isJsonObject, type Json } from '../kernel/json.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { type TrustedKeys, type Verification, verifyReceipt } from '../ledger/verify.ts'

/** What a check of a receipt, or of a run's whole document, gave. */
export type ReceiptCheck = Verification

/**
 * Checks a receipt. Where the bytes are the document that `cordon run --json` printed, its receipt is checked and its
 * answer must be the one that the receipt names.
 */
export function verifyDocument(
  given: { readonly document: Uint8Array; readonly script?: Uint8Array },
  keys: TrustedKeys,
): ReceiptCheck {
  const script = given.script && { script: given.script }
  const run = readRunDocument(given.document)
  if (!run) return verifyReceipt(given.document, { keys, ...script })
  const answer = run.answer === null ? undefined : { answer: encode(run.answer) }
  const check = verifyReceipt(Buffer.from(JSON.stringify(run.receipt)), {
    keys,
    ...script,
    ...answer,
  })
  const isAnswerMissing = check.ok && check.receipt.answer !== null && run.answer === null
  return isAnswerMissing ? { ok: false, reason: 'answer-differs' } : check
}

function readRunDocument(bytes: Uint8Array): { receipt: Json; answer: Json } | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!isJsonObject(value) || value['document'] !== 'cordon.run/1') return undefined
    return { receipt: value['receipt'] ?? null, answer: value['answer'] ?? null }
  } catch {
    return undefined
  }
}

function encode(answer: Json): Uint8Array {
  return Buffer.from(canonicalJson(answer))
}
