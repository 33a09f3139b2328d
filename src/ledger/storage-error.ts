import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import { exhaustionOf } from '../kernel/exhaustion.ts'
import { lackOfFiles } from './lack-of-files.ts'

/** Says in Cordon's words why SQLite could not do its work on the ledger at `path`. */
export function storageError(cause: unknown, path: string): Error {
  // A TypeError is a caller's mistake, such as a body that is no JSON, and not the storage's.
  if (cause instanceof CordonError || cause instanceof TypeError) return cause
  const code = sqliteCode(cause)
  if (/^(FULL|ENOSPC|EDQUOT)$/.test(code) || (spaceCodes.test(code) && isDiskFull(dirname(path)))) {
    return new CordonError('disk-full', `No space left for the ledger ${path}.`, {
      help: 'Free some space. Nothing that was recorded is lost.',
      cause,
    })
  }
  const exhaustion = exhaustionOf(cause) ?? lackOfFiles()
  if (exhaustion !== undefined) return exhaustion
  const [, errorCode, why, help] =
    meanings.find(([pattern]) => pattern.test(code)) ?? otherwise(cause)
  return new CordonError(errorCode, `Cannot use the ledger ${path}: ${why}.`, { help, cause })
}

/** True where SQLite found the file's own structure damaged, or the tables not to be a ledger's. */
export function isDamage(cause: unknown): boolean {
  return /^(CORRUPT|ERROR|MISMATCH|IOERR_SHORT_READ|IOERR_CORRUPTFS)/.test(sqliteCode(cause))
}

/** True where another connection holds the lock that was waited for. */
export function isBusy(cause: unknown): boolean {
  return /^(BUSY|LOCKED)/.test(sqliteCode(cause))
}

type Meaning = readonly [RegExp, 'ledger-unavailable' | 'ledger-broken', string, string]

const meanings: readonly Meaning[] = [
  [
    /^(BUSY|LOCKED)/,
    'ledger-unavailable',
    'another process has kept it locked for too long',
    'Let the other run finish, then try again.',
  ],
  [
    /^(READONLY|PERM|AUTH|EACCES|EPERM|EROFS)/,
    'ledger-unavailable',
    'this user may not write there',
    'Make the file and its folder writable for this user, or name another ledger.',
  ],
  [
    /^(CANTOPEN|ENOENT|ENOTDIR)/,
    'ledger-unavailable',
    'it cannot be opened',
    'Check that its folder exists and that this user may write there.',
  ],
  [
    /^NOTADB/,
    'ledger-unavailable',
    'the file is not a ledger',
    'Name another path, or restore the ledger from a backup.',
  ],
  [
    /^(CORRUPT|CONSTRAINT|MISMATCH|ERROR)/,
    'ledger-broken',
    'its tables are damaged',
    'Run cordon ledger verify, keep a copy of the file, and restore it from a backup.',
  ],
]

const spaceCodes = /^(IOERR|CANTOPEN)/

function otherwise(cause: unknown): Meaning {
  return [
    /^/,
    'ledger-unavailable',
    `the disk or the database engine failed (${sqliteCode(cause) || 'no error code'})`,
    'Check the disk, then try again.',
  ]
}

/** `FULL`, `IOERR_WRITE` and so on. Opening a file reports only SQLite's number, at the end of the message. */
function sqliteCode(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  if ('code' in cause && typeof cause.code === 'string') return cause.code.replace('SQLITE_', '')
  const number = /: (\d+)"\)$/.exec(cause.message)?.[1]
  return openingCodes.get(Number(number)) ?? ''
}

const openingCodes: ReadonlyMap<number, string> = new Map([
  [5, 'BUSY'],
  [8, 'READONLY'],
  [10, 'IOERR'],
  [11, 'CORRUPT'],
  [13, 'FULL'],
  [14, 'CANTOPEN'],
  [26, 'NOTADB'],
])

function isDiskFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < 64 * 1024
  } catch {
    return false
  }
}
