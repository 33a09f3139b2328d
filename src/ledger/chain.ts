import type { Sha256 } from '../kernel/ids.ts'
import { genesisHash, hashRecord, type LedgerRecord } from './record.ts'
import type { FoundRow } from './rows.ts'

/** Why a chain is broken at one record. */
export type ChainBreak =
  | 'sequence-gap'
  | 'malformed-record'
  | 'previous-hash-differs'
  | 'hash-differs'
  | 'intent-repeated'
  | 'close-without-intent'

/** An intent that no record closes. */
export interface OpenIntent {
  readonly runId: string
  readonly seq: number
  readonly time: string
}

/** What a walk along the chain found; `size` and `hash` are of the last sound record. */
export interface ChainWalk {
  readonly size: number
  readonly hash: Sha256
  readonly open: ReadonlyMap<string, OpenIntent>
  readonly fault: { readonly seq: number; readonly reason: ChainBreak } | undefined
}

/** Follows the chain record by record up to its first fault, holding no more than the open intents; `visit` sees each sound record. */
export function walkChain(
  rows: Iterable<FoundRow>,
  visit: (record: LedgerRecord) => void,
): ChainWalk {
  const open = new Map<string, OpenIntent>()
  let size = 0
  let hash = genesisHash
  for (const row of rows) {
    const reason = checkLink(row, size + 1, hash) ?? (row.record && trackIntent(row.record, open))
    if (reason) return { size, hash, open, fault: { seq: size + 1, reason } }
    if (row.record) {
      size += 1
      hash = row.record.hash
      visit(row.record)
    }
  }
  return { size, hash, open, fault: undefined }
}

function checkLink(row: FoundRow, seq: number, prevHash: Sha256): ChainBreak | undefined {
  if (row.seq !== seq) return 'sequence-gap'
  if (!row.record) return 'malformed-record'
  if (row.record.prevHash !== prevHash) return 'previous-hash-differs'
  return hashRecord(row.record) === row.record.hash ? undefined : 'hash-differs'
}

function trackIntent(record: LedgerRecord, open: Map<string, OpenIntent>): ChainBreak | undefined {
  const { kind, runId, seq, time } = record
  if (kind === 'intent' && open.has(runId)) return 'intent-repeated'
  if (kind === 'intent') open.set(runId, { runId, seq, time })
  return kind === 'close' && !open.delete(runId) ? 'close-without-intent' : undefined
}
