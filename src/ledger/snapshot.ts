import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { CordonError } from '../kernel/errors.ts'
import { busyTimeoutMs, checkVersion, type SqliteDatabase, type SqliteEngine } from './database.ts'
import { storageError } from './storage-error.ts'

export interface SnapshotOptions {
  readonly path: string
  readonly engine: SqliteEngine
}

/**
 * Reads one moment of a ledger. With no write-ahead log beside it the file is read as it lies, so that nothing is made
 * in its folder; if a writer came in between, it is read again through the log.
 */
export function readSnapshot<T>(options: SnapshotOptions, read: (db: SqliteDatabase) => T): T {
  try {
    const before = stamp(options.path)
    if (before.endsWith(' 0')) {
      const value = readOnce(options, 'immutable=1', read)
      if (stamp(options.path) === before) return value
    }
    return readOnce(options, 'mode=ro', read)
  } catch (cause) {
    throw storageError(cause, options.path)
  }
}

function readOnce<T>(options: SnapshotOptions, mode: string, read: (db: SqliteDatabase) => T): T {
  const { path, engine } = options
  const db = new engine(`${pathToFileURL(path).href}?${mode}`, { timeout: busyTimeoutMs })
  try {
    db.exec('BEGIN')
    checkVersion(db, path)
    return read(db)
  } finally {
    db.close()
  }
}

/** Changes with the file; ends in ` 0` where no log lies beside it. */
function stamp(path: string): string {
  const file = statSync(path, { throwIfNoEntry: false })
  if (!file) {
    throw new CordonError('ledger-unavailable', `There is no ledger at ${path}.`, {
      help: 'Check the path. A ledger is made by the first run.',
    })
  }
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
  return `${file.ino} ${file.mtimeMs} ${file.size} ${log?.size ?? 0}`
}
