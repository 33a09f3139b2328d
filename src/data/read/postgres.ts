import { createHash } from 'node:crypto'
import { CordonError } from '../../kernel/errors.ts'
import type { Sha256 } from '../../kernel/ids.ts'
import type { DatabaseTable, SourceFile } from '../source-file.ts'
import { quoteName } from '../sql.ts'
import { chooseTable } from './choose-table.ts'
import { batchRows, type CellText, checkNames, type ForeignTable } from './table.ts'

/** The `postgres` package's default export. */
export type PostgresEngine = typeof import('postgres')

/** Whose password is asked for. */
export interface DatabaseUser {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

export interface PostgresMeans {
  readonly connect: PostgresEngine
  readonly passwordOf: (user: DatabaseUser) => string | undefined
}

/** True for `postgres://USER@HOST:PORT/DATABASE#SCHEMA.TABLE`. */
export function isDatabaseAddress(path: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(path)
}

/**
 * Looks at a table's columns without reading its rows; its version is the database's snapshot, so that it stays the same exactly
 * while nothing is written. Throws `input-unreadable` where the database cannot be asked.
 */
export async function lookAtDatabase(shownPath: string, means: PostgresMeans): Promise<SourceFile> {
  const { user, part } = addressOf(shownPath)
  const session = await openSession(user, shownPath, means)
  try {
    const [row] = await session.query('SELECT pg_current_snapshot()::text')
    const path = `postgres://${user.user}@${user.host}:${user.port}/${user.database}`
    const version = `${row?.[0]}`
    const file = {
      path,
      shownPath,
      format: 'postgres',
      bytes: 0,
      version,
      writing: {},
      part,
    } as const
    return { ...file, table: await describe(session, file) }
  } catch (cause) {
    throw cause instanceof CordonError ? cause : databaseError({ shownPath }, cause)
  } finally {
    await session.close()
  }
}

/** Reads the part of a table that is needed as it is at one moment, in a transaction that cannot write. */
export async function readPostgres(
  file: SourceFile,
  means: PostgresMeans,
): Promise<ForeignTable & { readonly close: () => Promise<void> }> {
  const { user } = addressOf(file.shownPath)
  const session = await openSession(user, file.shownPath, means)
  try {
    const { relation, columns } = file.table ?? (await describe(session, file))
    const { slice } = file
    const read = columns.filter(({ name }) => slice?.columns.includes(name) ?? true)
    const fields = read.map(({ name }) => `${quoteName(name)}::text`).join(', ')
    const where = slice?.where === undefined ? '' : ` WHERE ${slice.where}`
    await session.query(
      `DECLARE rows NO SCROLL CURSOR FOR SELECT ${fields} FROM ${relation}${where}`,
    )
    return { columns: read, batches: batchesOf(session, file), close: session.close }
  } catch (error) {
    await session.close()
    throw error
  }
}

async function describe(
  session: Session,
  file: Pick<SourceFile, 'shownPath' | 'part' | 'format'>,
): Promise<DatabaseTable> {
  const tables = await session.query(
    `SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END, c.oid::text,
        quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND has_any_column_privilege(c.oid, 'SELECT') ORDER BY 1`,
  )
  const chosen = chooseTable(
    tables.map(([name]) => String(name)),
    file,
  )
  const [, oid, relation] = tables.find(([name]) => name === chosen) ?? []
  const described = await session.query(
    `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = ${Number(oid)} AND attnum > 0 AND NOT attisdropped
        AND has_column_privilege(attrelid, attnum, 'SELECT') ORDER BY attnum`,
  )
  const names = checkNames(
    described.map(([name]) => String(name)),
    file.shownPath,
  )
  const columns = names.map((name, index) => {
    const declared = String(described[index]?.[1])
    return { name, type: typeOf(declared), declared: declared.replace(/\(.*\)/, '') }
  })
  return { relation: String(relation), columns }
}

async function* batchesOf(session: Session, file: SourceFile): AsyncGenerator<CellText[][]> {
  for (;;) {
    const rows = await session.query(`FETCH ${batchRows} FROM rows`).catch((cause: unknown) => {
      throw databaseError(file, cause)
    })
    if (rows.length === 0) return
    yield rows
  }
}

/** Digest of a table's columns and rows, in the order in which they came. */
export function digesting(table: ForeignTable): {
  readonly table: ForeignTable
  readonly digest: () => Sha256
} {
  const hash = createHash('sha256').update(JSON.stringify(table.columns))
  async function* batches() {
    for await (const batch of table.batches) {
      hash.update(JSON.stringify(batch))
      yield batch
    }
  }
  return {
    table: { columns: table.columns, batches: batches() },
    digest: () => hash.digest('hex') as Sha256,
  }
}

interface Session {
  readonly query: (sql: string) => Promise<CellText[][]>
  readonly close: () => Promise<void>
}

async function openSession(
  user: DatabaseUser,
  shownPath: string,
  { connect, passwordOf }: PostgresMeans,
): Promise<Session> {
  const isNear = ['localhost', '127.0.0.1', '::1', '[::1]'].includes(user.host)
  const password = passwordOf(user)
  const sql = connect({
    ...user,
    ...(password !== undefined && { password }),
    ssl: isNear ? false : 'verify-full',
    max: 1,
    connect_timeout: 10,
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: 'cordon',
      default_transaction_read_only: true,
      statement_timeout: 600_000,
    },
  })
  const query = async (text: string) => [...(await sql.unsafe(text).values())] as CellText[][]
  try {
    await query(
      "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET search_path = ''; SET standard_conforming_strings = on",
    )
    await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  } catch (cause) {
    await sql.end({ timeout: 1 })
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
    throw new CordonError(
      'input-unreadable',
      `Cannot read ${JSON.stringify(shownPath)}: ${code}.`,
      {
        help: 'Check that the database can be reached, and the password in PGPASSWORD or the file of PGPASSFILE.',
      },
    )
  }
  return { query, close: () => sql.end({ timeout: 1 }) }
}

function addressOf(shownPath: string): { readonly user: DatabaseUser; readonly part?: string } {
  const url = URL.canParse(shownPath) ? new URL(shownPath) : undefined
  if (!url?.hostname || url.password !== '' || url.search !== '' || url.username === '') {
    throw new CordonError(
      'input-unreadable',
      'A database is named as postgres://USER@HOST:PORT/DATABASE#TABLE.',
      {
        help: 'A password belongs into PGPASSWORD or the file of PGPASSFILE, never into the address.',
      },
    )
  }
  const user = {
    host: url.hostname,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || url.username,
    user: decodeURIComponent(url.username),
  }
  return url.hash === '' ? { user } : { user, part: decodeURIComponent(url.hash.slice(1)) }
}

function typeOf(declared: string): string {
  const type = declared.replace(/\(.*\)/, '')
  const [, precision, scale] = /^numeric\((\d+),(\d+)\)$/.exec(declared) ?? []
  if (precision !== undefined) {
    return Number(precision) <= 38 ? `DECIMAL(${precision}, ${scale})` : 'DOUBLE'
  }
  if (/^(?:smallint|integer|bigint)$/.test(type)) return 'BIGINT'
  if (/^(?:numeric|real|double precision)$/.test(type)) return 'DOUBLE'
  if (type === 'boolean') return 'BOOLEAN'
  if (type === 'date') return 'DATE'
  if (type === 'timestamp without time zone') return 'TIMESTAMP'
  return type === 'timestamp with time zone' ? 'TIMESTAMP WITH TIME ZONE' : 'VARCHAR'
}

/** What went wrong, by the server's five-letter code alone: its texts hold data. */
export function databaseError(
  { shownPath }: Pick<SourceFile, 'shownPath'>,
  cause: unknown,
): CordonError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
  return new CordonError('data-invalid', `Cannot read ${JSON.stringify(shownPath)}: ${code}.`)
}
