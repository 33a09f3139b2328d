import { isJsonObject } from '../kernel/json.ts'
import { type AuditOptions, audit } from './audit.ts'
import type { SqliteDatabase } from './database.ts'
import { parseJson } from './dsse.ts'
import { readRunRow } from './rows.ts'
import { readSnapshot } from './snapshot.ts'
import type { VerifiedReceipt } from './verify.ts'

/** Why a ledger does not bear a receipt out. */
export type AgainstLedgerProblem =
  | 'ledger-broken'
  | 'intent-missing'
  | 'intent-differs'
  | 'not-closed'
  | 'receipt-differs'
  | 'outcome-differs'

export type AgainstLedger =
  | { readonly ok: true; readonly intentSeq: number; readonly closeSeq: number }
  | { readonly ok: false; readonly reason: AgainstLedgerProblem }

/** Checks that a verified receipt and an intact ledger name each other: its intent by hash, its close by the receipt's digest. */
export function verifyAgainstLedger(
  verified: VerifiedReceipt,
  options: AuditOptions,
): AgainstLedger {
  return readSnapshot(options, (db) => {
    const report = audit(db, options)
    const found = report.status === 'broken' ? 'ledger-broken' : matchRun(db, verified)
    return typeof found === 'string' ? { ok: false, reason: found } : found
  })
}

function matchRun(
  db: SqliteDatabase,
  verified: VerifiedReceipt,
): AgainstLedger | AgainstLedgerProblem {
  const { receipt, digest } = verified
  const intent = readRunRow(db, receipt.runId, 'intent')?.record
  if (!intent) return 'intent-missing'
  if (intent.seq !== receipt.ledger.seq || intent.hash !== receipt.ledger.hash) {
    return 'intent-differs'
  }
  const close = readRunRow(db, receipt.runId, 'close')?.record
  if (!close) return 'not-closed'
  const body = parseJson(close.body)
  const { receiptDigest, outcome } = isJsonObject(body) ? body : {}
  if (receiptDigest !== digest) return 'receipt-differs'
  if (outcome !== receipt.outcome.status) return 'outcome-differs'
  return { ok: true, intentSeq: intent.seq, closeSeq: close.seq }
}
