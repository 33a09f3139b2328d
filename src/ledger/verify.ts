import type { Sha256 } from '../kernel/ids.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { decodeUtf8, type EnvelopeProblem, openEnvelope, parseJson } from './dsse.ts'
import { type Receipt, receiptPayloadType, type Statement, statementOf } from './receipt.ts'
import { isStatement } from './receipt-shape.ts'
import type { TrustedKeys } from './trusted-keys.ts'

export type { Receipt } from './receipt.ts'
export { loadTrustedKeys, type TrustedKeys, trustKeys } from './trusted-keys.ts'

/** Why a receipt is not accepted. */
export type ReceiptProblem =
  | EnvelopeProblem
  | 'not-canonical'
  | 'not-a-receipt'
  | 'subjects-differ'
  | 'script-differs'
  | 'answer-differs'
  | 'no-answer'

/** A receipt that a trusted key signed; `digest` is what the ledger's closing record holds. */
export interface VerifiedReceipt {
  readonly ok: true
  readonly receipt: Receipt
  readonly digest: Sha256
  readonly keyId: string
}

export type Verification = VerifiedReceipt | { readonly ok: false; readonly reason: ReceiptProblem }

export interface VerifyOptions {
  readonly keys: TrustedKeys
  /** The files the receipt is said to be about, as bytes; those given must match. */
  readonly script?: Uint8Array
  readonly answer?: Uint8Array
}

/** Checks a receipt offline: envelope, trusted signature, statement, and the files given. Never throws for bad input. */
export function verifyReceipt(envelope: Uint8Array, options: VerifyOptions): Verification {
  const opened = openEnvelope(envelope, { payloadType: receiptPayloadType, keys: options.keys })
  if (!opened.ok) return opened
  const statement = readStatement(opened.payload)
  if (typeof statement === 'string') return { ok: false, reason: statement }
  const problem = checkSubjects(statement, options)
  if (problem) return { ok: false, reason: problem }
  return {
    ok: true,
    receipt: statement.predicate,
    digest: sha256(opened.payload),
    keyId: opened.keyId,
  }
}

function readStatement(payload: Uint8Array): Statement | 'not-canonical' | 'not-a-receipt' {
  const text = decodeUtf8(payload)
  const value = text === undefined ? undefined : parseJson(text)
  if (value === undefined || !isCanonical(value, text)) return 'not-canonical'
  return isStatement(value) ? value : 'not-a-receipt'
}

function isCanonical(value: unknown, text: string | undefined): boolean {
  try {
    return canonicalJson(value) === text
  } catch {
    return false
  }
}

function checkSubjects(statement: Statement, options: VerifyOptions): ReceiptProblem | undefined {
  const { code, answer } = statement.predicate
  const said = canonicalJson(statement.subject)
  if (said !== canonicalJson(statementOf(statement.predicate).subject)) return 'subjects-differ'
  if (options.script && sha256(options.script) !== code.digest) return 'script-differs'
  if (options.answer && !answer) return 'no-answer'
  if (options.answer && sha256(options.answer) !== answer?.digest) return 'answer-differs'
  return undefined
}
