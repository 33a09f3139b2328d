import type { Verdict } from '../kernel/decision.ts'
import type { DatasetName, RunId, Sha256 } from '../kernel/ids.ts'
import { canonicalJson, sha256 } from './canonical.ts'

/** One link of the chain; `body` is canonical JSON, kept and hashed as text. */
export interface LedgerRecord {
  /** From 1, without gaps. */
  readonly seq: number
  /** RFC 3339 in UTC, milliseconds. */
  readonly time: string
  /** `intent`, `close`, or a kind that a later version writes. */
  readonly kind: string
  readonly runId: string
  readonly body: string
  readonly prevHash: Sha256
  /** SHA-256 of the canonical JSON of all other fields. */
  readonly hash: Sha256
}

/** What is about to happen, recorded before any data is granted. Holds neither code nor data. */
export interface Intent {
  readonly runId: RunId
  readonly principalId: string
  readonly codeDigest: Sha256
  readonly policyDigest: Sha256
  readonly verdict: Verdict
  readonly datasets: readonly DatasetName[]
}

/** How a run ended. */
export type CloseOutcome = 'answered' | 'refused' | 'pending' | 'failed' | 'cancelled' | 'crashed'

export interface Close {
  readonly outcome: CloseOutcome
  /** Digest of the sealed receipt, null where the run ended without one. */
  readonly receiptDigest: Sha256 | null
  /** Why there is no receipt, or null: an error code or a few words of Cordon's own, never user text. */
  readonly reason: string | null
}

/** What the first record links back to. */
export const genesisHash = '0'.repeat(64) as Sha256

/** The hash of a record's fields. */
export function hashRecord(record: Omit<LedgerRecord, 'hash'>): Sha256 {
  const { seq, time, kind, runId, body, prevHash } = record
  return sha256(canonicalJson({ seq, time, kind, runId, body, prevHash }))
}
