import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import { isBusy, storageError } from './storage-error.ts'
import { syncFolder } from './sync-folder.ts'

/** What the ledger needs of SQLite: the better-sqlite3 shape, as `libsql` has it. */
export interface SqliteStatement {
  run(...values: readonly unknown[]): unknown
  get(...values: readonly unknown[]): unknown
  iterate(...values: readonly unknown[]): Iterable<unknown>
}

export interface SqliteDatabase {
  readonly inTransaction: boolean
  prepare(sql: string): SqliteStatement
  exec(sql: string): unknown
  close(): unknown
}

/** The database class itself, e.g. the default export of `libsql`. */
export type SqliteEngine = new (path: string, options?: { timeout?: number }) => SqliteDatabase

/** How long a writer waits for others, blocking its thread. */
export const busyTimeoutMs = 5_000
/** SQLite asks for a lock ever more seldom; after so long it is made to begin anew, so that nobody who waits is passed over. */
const turnMs = 250

/** Opens a ledger's file for appending, made with its tables where there is none. `create` fills a new ledger. */
export function openForAppend(
  path: string,
  engine: SqliteEngine,
  create: (db: SqliteDatabase) => void,
): SqliteDatabase {
  try {
    createEmpty(path)
    const db = preparingOnce(new engine(path, { timeout: turnMs }))
    patiently(() => checkVersion(db, path))
    // Beyond this line the file is a ledger's or empty, so that nobody else's database is ever changed.
    switchToWal(db)
    db.exec('PRAGMA synchronous = FULL')
    inTransaction(db, path, () => {
      if (checkVersion(db, path) === 'new') {
        db.exec(schema)
        create(db)
      }
    })
    syncFolder(dirname(path))
    return db
  } catch (cause) {
    throw storageError(cause, path)
  }
}

/** The same database, compiling each statement once: a ledger says the same few things over and over. */
function preparingOnce(db: SqliteDatabase): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    get inTransaction() {
      return db.inTransaction
    },
    prepare: (sql) => {
      const statement = statements.get(sql) ?? db.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
    exec: (sql) => db.exec(sql),
    close: () => db.close(),
  }
}

/** Runs `work` under the one write lock; all of it is on disk afterwards, or none of it is there. */
export function inTransaction<T>(db: SqliteDatabase, path: string, work: () => T): T {
  try {
    patiently(() => db.exec('BEGIN IMMEDIATE'))
    const value = work()
    db.exec('COMMIT')
    return value
  } catch (cause) {
    rollBack(db)
    throw storageError(cause, path)
  }
}

/** Says whether a database is a ledger or has nothing in it yet; throws `ledger-unavailable` for anything else and for a newer version. */
export function checkVersion(db: SqliteDatabase, path: string): 'ledger' | 'new' {
  const id = readNumber(db, 'SELECT application_id AS value FROM pragma_application_id')
  const version = readNumber(db, 'SELECT user_version AS value FROM pragma_user_version')
  if (id === applicationId && version === schemaVersion) return 'ledger'
  if (id === applicationId && version > schemaVersion) {
    throw new CordonError(
      'ledger-unavailable',
      `The ledger ${path} has version ${version}; this Cordon knows version ${schemaVersion}.`,
      { help: 'Upgrade Cordon.' },
    )
  }
  const tables = readNumber(db, 'SELECT count(*) AS value FROM sqlite_schema')
  if (id === 0 && version === 0 && tables === 0) return 'new'
  throw new CordonError('ledger-unavailable', `${path} is a database but not a Cordon ledger.`, {
    help: 'Name another path for the ledger.',
  })
}

const applicationId = 0x43524c47
const schemaVersion = 1

const schema = `
  CREATE TABLE records (
    seq INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, run_id TEXT NOT NULL,
    body TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX once_a_run ON records (run_id, kind) WHERE kind IN ('intent', 'close');
  CREATE TABLE open_intents (run_id TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
  CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), envelope TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};`

function readNumber(db: SqliteDatabase, sql: string): number {
  const row = db.prepare(sql).get()
  return typeof row === 'object' && row && 'value' in row ? Number(row.value) : Number.NaN
}

/** SQLite gives its side files the mode of the main one, so that one is made here, for its owner only. */
function createEmpty(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    // Everything but an existing file is told better by SQLite itself a moment later.
  }
}

/** Turning a new file to WAL does not wait for others as other statements do. */
function switchToWal(db: SqliteDatabase): void {
  patiently(() => {
    try {
      db.exec('PRAGMA journal_mode = WAL')
    } catch (error) {
      if (isBusy(error)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      throw error
    }
  })
}

/** Tries again while another connection holds the lock, as long as a writer waits. */
export function patiently<T>(work: () => T): T {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
    }
  }
}

function rollBack(db: SqliteDatabase): void {
  try {
    if (db.inTransaction) db.exec('ROLLBACK')
  } catch {
    // SQLite has already rolled back; the error that led here is the one to tell.
  }
}
