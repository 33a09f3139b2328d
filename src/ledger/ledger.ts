import { statSync } from 'node:fs'
import type { Clock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import type { RunId, Sha256 } from '../kernel/ids.ts'
import { canonicalJson } from './canonical.ts'
import { inTransaction, openForAppend, type SqliteDatabase, type SqliteEngine } from './database.ts'
import { HeadSeal, type LedgerHead } from './head.ts'
import type { Owner } from './owner.ts'
import { type Close, genesisHash, hashRecord, type Intent, type LedgerRecord } from './record.ts'
import { findAbandoned } from './recovery.ts'
import { ensureReserve, releaseReserve } from './reserve.ts'
import { readHeadEnvelope, readLastRow, readRunRow } from './rows.ts'
import type { Signer } from './signer.ts'
import type { TrustedKeys } from './trusted-keys.ts'

export interface LedgerOptions {
  readonly path: string
  readonly engine: SqliteEngine
  readonly signer: Signer
  /** Whose heads this ledger may already carry; the signer's own key among them. */
  readonly keys: TrustedKeys
  readonly clock: Clock
  readonly owner: Owner
  /** Removes what a dead process left of a run, before that is closed as crashed. */
  readonly sweepRun?: (runId: string) => void
}

/** Where a record stands in the chain. */
export interface RecordPlace {
  readonly seq: number
  readonly hash: Sha256
  readonly time: string
}

/** An open ledger. Whatever a method has returned from is on disk; waiting for other writers blocks the thread, at most 5 s. */
export interface Ledger {
  /** Records that a run begins. No data is granted before this has returned. Throws `internal` for a run that has begun before. */
  readonly intend: (intent: Intent) => RecordPlace
  /** Records how a run ended, once: throws `internal` for a run that is not open. No answer is released before this has returned. */
  readonly close: (runId: RunId, end: Close) => RecordPlace
  /** Closes as `crashed` what dead processes left open and gives those runs' ids; done at every opening too. */
  readonly recover: () => readonly string[]
  /** The signed head, to be kept off the machine as a witness. */
  readonly exportHead: () => string
  readonly dispose: () => void
}

/**
 * Opens a ledger, making it if there is none, and closes what dead processes left open. Throws `ledger-unavailable`,
 * `ledger-broken` (its end is not what was signed, so nothing may be added) or `disk-full`.
 */
export function openLedger(given: LedgerOptions): Ledger {
  const { path, engine } = given
  const options = { ...given, seal: new HeadSeal(given) }
  const db = openForAppend(path, engine, (fresh) =>
    writeHead(fresh, options, { size: 0, hash: genesisHash, time: now(options) }),
  )
  const ledger = ledgerOver(db, options)
  ledger.recover()
  return ledger
}

interface Writing extends LedgerOptions {
  readonly seal: HeadSeal
}

function ledgerOver(db: SqliteDatabase, options: Writing): Ledger {
  const { path } = options
  const opened = statSync(path).ino
  return {
    intend: (intent) =>
      inTransaction(db, path, () => {
        // SQLite would write on into a file that nobody finds any more.
        if (statSync(path, { throwIfNoEntry: false })?.ino !== opened) refuseMoved(path)
        ensureReserve(path)
        return appendIntent(db, options, intent)
      }),
    close: (runId, end) => closeOpen(db, options, { runId, end }) ?? refuseClose(path, runId),
    recover: () =>
      findAbandoned(db, options).filter((runId) => {
        options.sweepRun?.(runId)
        return closeOpen(db, options, { runId, end: crashed })
      }),
    exportHead: () => readHeadEnvelope(db) ?? refuseEnd(path),
    dispose: () => {
      db.close()
    },
  }
}

const crashed: Close = { outcome: 'crashed', receiptDigest: null, reason: 'its process ended' }

interface End {
  readonly runId: string
  readonly end: Close
}

function appendIntent(db: SqliteDatabase, options: Writing, intent: Intent): RecordPlace {
  const { runId, ...what } = intent
  if (readRunRow(db, runId, 'intent')) refuseRepeat(options.path, runId)
  const body = canonicalJson({ ...what, owner: options.owner })
  const place = append(db, options, { kind: 'intent', runId, body })
  db.prepare('INSERT INTO open_intents (run_id, seq) VALUES (?, ?)').run(runId, place.seq)
  return place
}

/** Closes a run if it is open; on a full disk in the space that was kept for that. */
function closeOpen(db: SqliteDatabase, options: Writing, end: End): RecordPlace | undefined {
  const { path } = options
  try {
    return inTransaction(db, path, () => appendClose(db, options, end))
  } catch (error) {
    if (!(error instanceof CordonError && error.code === 'disk-full')) throw error
    return inTransaction(db, path, () => {
      // Given back under the write lock, so that no other process's intent takes the space first.
      releaseReserve(path)
      return appendClose(db, options, end)
    })
  }
}

function appendClose(
  db: SqliteDatabase,
  options: Writing,
  { runId, end }: End,
): RecordPlace | undefined {
  const open = db.prepare('DELETE FROM open_intents WHERE run_id = ? RETURNING seq').get(runId)
  if (open === undefined) return undefined
  return append(db, options, { kind: 'close', runId, body: canonicalJson(end) })
}

function append(
  db: SqliteDatabase,
  options: Writing,
  entry: Pick<LedgerRecord, 'kind' | 'runId' | 'body'>,
): RecordPlace {
  const { kind, runId, body } = entry
  const last = readSignedEnd(db, options)
  const time = now(options)
  const seq = last.size + 1
  const hash = hashRecord({ seq, time, kind, runId, body, prevHash: last.hash })
  db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    seq,
    time,
    kind,
    runId,
    body,
    last.hash,
    hash,
  )
  writeHead(db, options, { size: seq, hash, time })
  return { seq, hash, time }
}

/** Nothing is added to an end that was not signed: else the next signature would cover what someone put there. */
function readSignedEnd(
  db: SqliteDatabase,
  options: Writing,
): { readonly size: number; readonly hash: Sha256 } {
  const opened = options.seal.open(readHeadEnvelope(db) ?? '')
  const last = readLastRow(db)
  const size = last?.seq ?? 0
  const hash = last ? last.record?.hash : genesisHash
  if (!opened.ok || opened.head.size !== size || opened.head.hash !== hash) {
    return refuseEnd(options.path)
  }
  return { size, hash }
}

function writeHead(db: SqliteDatabase, options: Writing, head: LedgerHead): void {
  const envelope = options.seal.sign(head)
  db.prepare('INSERT OR REPLACE INTO head (id, envelope) VALUES (1, ?)').run(envelope)
}

function now(options: Writing): string {
  return new Date(options.clock.nowMs()).toISOString()
}

function refuseMoved(path: string): never {
  throw new CordonError('ledger-unavailable', `The ledger ${path} was removed or replaced.`, {
    help: 'Put the file back and start Cordon again.',
  })
}

function refuseRepeat(path: string, runId: string): never {
  throw new CordonError('internal', `Run ${runId} has begun before in the ledger ${path}.`, {
    help: 'Give every run an id of its own.',
  })
}

function refuseClose(path: string, runId: string): never {
  throw new CordonError('internal', `Run ${runId} is not open in the ledger ${path}.`, {
    help: 'It was never recorded, or another process has closed it. Its answer is withheld.',
  })
}

function refuseEnd(path: string): never {
  throw new CordonError('ledger-broken', `The end of the ledger ${path} is not what was signed.`, {
    help: 'Run cordon ledger verify, keep a copy of the file, and restore it from a backup.',
  })
}
