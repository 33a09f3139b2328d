import { type ChainBreak, type ChainWalk, type OpenIntent, walkChain } from './chain.ts'
import type { SqliteDatabase, SqliteEngine } from './database.ts'
import { type LedgerHead, openHead } from './head.ts'
import { genesisHash, type LedgerRecord } from './record.ts'
import { readHeadEnvelope, readOpenRunIds, readRows } from './rows.ts'
import { readSnapshot } from './snapshot.ts'
import { isDamage } from './storage-error.ts'
import type { TrustedKeys } from './trusted-keys.ts'

/** Why a ledger is not intact. */
export type LedgerBreak =
  | ChainBreak
  | 'file-damaged'
  | 'head-missing'
  | 'head-not-trusted'
  | 'head-differs'
  | 'tail-cut'
  | 'records-after-head'
  | 'open-list-differs'
  | 'witness-not-trusted'
  | 'witness-ahead'
  | 'witness-differs'

/** What reading a whole ledger showed. */
export type LedgerReport =
  | {
      readonly status: 'intact'
      readonly size: number
      readonly head: LedgerHead
      /** The head as signed: keep it elsewhere and hand it back as `witness`. */
      readonly signedHead: string
      readonly open: readonly OpenIntent[]
    }
  | {
      readonly status: 'broken'
      readonly reason: LedgerBreak
      /** Number of the first record that is not as it was written; null where no single record is at fault. */
      readonly seq: number | null
      readonly message: string
      /** How many records before that are sound. */
      readonly size: number
      readonly open: readonly OpenIntent[]
    }

export interface AuditOptions {
  readonly path: string
  readonly engine: SqliteEngine
  readonly keys: TrustedKeys
  /** A signed head kept off the machine; shows a ledger that was cut or written anew since. */
  readonly witness?: string
}

/** Reads a whole ledger, changing nothing, and says whether it is as it was written. Throws `ledger-unavailable` where it can't be read. */
export function verifyLedger(options: AuditOptions): LedgerReport {
  return readSnapshot(options, (db) => audit(db, options))
}

/** The same over a moment of a ledger that is already open for reading. */
export function audit(db: SqliteDatabase, options: AuditOptions): LedgerReport {
  const witness =
    options.witness === undefined ? undefined : openHead(options.witness, options.keys)
  const none: ChainWalk = { size: 0, hash: genesisHash, open: new Map(), fault: undefined }
  if (witness && !witness.ok) return broken(none, 'witness-not-trusted')
  try {
    const witnessed = { head: witness?.head, hash: genesisHash }
    const walk = walkChain(readRows(db), (record) => noteWitness(witnessed, record))
    if (walk.fault) return broken(walk, walk.fault.reason, walk.fault.seq)
    return checkEnds(db, walk, { keys: options.keys, ...witnessed })
  } catch (cause) {
    if (isDamage(cause)) return broken(none, 'file-damaged')
    throw cause
  }
}

function noteWitness(
  witnessed: { readonly head: LedgerHead | undefined; hash: string },
  record: LedgerRecord,
): void {
  if (record.seq === witnessed.head?.size) witnessed.hash = record.hash
}

interface Ends {
  readonly keys: TrustedKeys
  readonly head: LedgerHead | undefined
  readonly hash: string
}

function checkEnds(db: SqliteDatabase, walk: ChainWalk, witnessed: Ends): LedgerReport {
  const signedHead = readHeadEnvelope(db)
  if (signedHead === undefined) return broken(walk, 'head-missing')
  const opened = openHead(signedHead, witnessed.keys)
  if (!opened.ok) return broken(walk, 'head-not-trusted')
  const { head } = opened
  if (head.size > walk.size) return broken(walk, 'tail-cut', walk.size + 1)
  if (head.size < walk.size) return broken(walk, 'records-after-head', head.size + 1)
  if (head.hash !== walk.hash) return broken(walk, 'head-differs')
  const witness = witnessed.head
  if (witness && witness.size > walk.size) return broken(walk, 'witness-ahead', walk.size + 1)
  if (witness && witness.hash !== witnessed.hash) return broken(walk, 'witness-differs')
  if (!isSameSet(readOpenRunIds(db), walk.open)) return broken(walk, 'open-list-differs')
  return { status: 'intact', size: walk.size, head, signedHead, open: [...walk.open.values()] }
}

function isSameSet(
  found: Iterable<string | undefined>,
  open: ReadonlyMap<string, OpenIntent>,
): boolean {
  let count = 0
  for (const runId of found) {
    if (runId === undefined || !open.has(runId)) return false
    count += 1
  }
  return count === open.size
}

const explanations: { readonly [reason in LedgerBreak]: string } = {
  'sequence-gap': 'a record is missing here, or one was put in',
  'malformed-record': 'this record is not one that Cordon writes',
  'previous-hash-differs': 'this record does not follow the one before it',
  'hash-differs': 'this record was changed after it was written',
  'intent-repeated': 'a run that is still open begins a second time',
  'close-without-intent': 'a run ends that was not open',
  'file-damaged': 'the database file is damaged',
  'head-missing': 'the signed head was removed',
  'head-not-trusted': 'no trusted key signed the head',
  'head-differs': 'the records are not those that the head was signed for',
  'tail-cut': 'records from here on were removed',
  'records-after-head': 'records from here on were added without a signature',
  'open-list-differs': 'the list of open runs does not match the records',
  'witness-not-trusted': 'no trusted key signed the witness, or it is no ledger head',
  'witness-ahead': 'records from here on existed when the witness was taken and are gone',
  'witness-differs': 'the ledger was written anew since the witness was taken',
}

function broken(walk: ChainWalk, reason: LedgerBreak, seq: number | null = null): LedgerReport {
  const { size, open } = walk
  const message = explanations[reason]
  return { status: 'broken', reason, seq, message, size, open: [...open.values()] }
}
