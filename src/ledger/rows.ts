import { asSha256 } from '../kernel/ids.ts'
import type { SqliteDatabase } from './database.ts'
import { decodeUtf8 } from './dsse.ts'
import type { LedgerRecord } from './record.ts'

/** A row of `records` as it was found; `record` is undefined where some field is not what a ledger writes. */
export interface FoundRow {
  readonly seq: number
  readonly record: LedgerRecord | undefined
}

/** All rows by number, one after another, whatever numbers they have. */
export function* readRows(db: SqliteDatabase): Generator<FoundRow> {
  for (const row of db.prepare(`${selectRows} ORDER BY seq`).iterate()) yield readRow(row)
}

/** The last row; undefined in an empty ledger. */
export function readLastRow(db: SqliteDatabase): FoundRow | undefined {
  const row = db.prepare(`${selectRows} ORDER BY seq DESC LIMIT 1`).get()
  return row === undefined ? undefined : readRow(row)
}

/** The row of this kind for a run. */
export function readRunRow(
  db: SqliteDatabase,
  runId: string,
  kind: 'intent' | 'close',
): FoundRow | undefined {
  const row = db
    .prepare(`${selectRows} WHERE run_id = ? AND kind = ? AND kind IN ('intent', 'close')`)
    .get(runId, kind)
  return row === undefined ? undefined : readRow(row)
}

/** The envelope of the signed head as stored; undefined where there is none. */
export function readHeadEnvelope(db: SqliteDatabase): string | undefined {
  return text(db.prepare('SELECT CAST(envelope AS BLOB) AS envelope FROM head').get(), 'envelope')
}

/** The runs that the ledger itself notes as open. */
export function* readOpenRunIds(db: SqliteDatabase): Generator<string | undefined> {
  const rows = db.prepare('SELECT CAST(run_id AS BLOB) AS run_id FROM open_intents').iterate()
  for (const row of rows) yield text(row, 'run_id')
}

// Texts are taken as bytes: libsql cuts a text at a NUL character, which would hide what stands behind it, and ends
// the whole process on a text that is not UTF-8.
const selectRows = `SELECT CAST(seq AS INTEGER) AS seq, CAST(time AS BLOB) AS time,
  CAST(kind AS BLOB) AS kind, CAST(run_id AS BLOB) AS run_id, CAST(body AS BLOB) AS body,
  CAST(prev_hash AS BLOB) AS prev_hash, CAST(hash AS BLOB) AS hash FROM records`

function readRow(row: unknown): FoundRow {
  const seq = field(row, 'seq')
  return {
    seq: typeof seq === 'number' ? seq : Number.NaN,
    record: typeof seq === 'number' ? readRecord(row, seq) : undefined,
  }
}

function readRecord(row: unknown, seq: number): LedgerRecord | undefined {
  const time = text(row, 'time')
  const kind = text(row, 'kind')
  const runId = text(row, 'run_id')
  const body = text(row, 'body')
  const prevHash = asSha256(text(row, 'prev_hash') ?? '')
  const hash = asSha256(text(row, 'hash') ?? '')
  if (time === undefined || kind === undefined || runId === undefined) return undefined
  if (body === undefined || !prevHash || !hash) return undefined
  return { seq, time, kind, runId, body, prevHash, hash }
}

function text(row: unknown, name: string): string | undefined {
  const value = field(row, name)
  if (value instanceof ArrayBuffer) return decodeUtf8(new Uint8Array(value))
  return value instanceof Uint8Array ? decodeUtf8(value) : undefined
}

function field(row: unknown, name: string): unknown {
  return typeof row === 'object' && row ? Reflect.get(row, name) : undefined
}
