import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import { CordonError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/ids.ts'
import { readCsv } from './csv.ts'
import { chooseTable } from './read/choose-table.ts'
import { digesting } from './read/postgres.ts'
import { openForeign, type Readers } from './read/readers.ts'
import { checkNames, loadTable } from './read/table.ts'
import {
  columnTypes,
  countRows,
  describeRelation,
  plainType,
  type Shape,
  withPlainTypes,
  withPositions,
} from './shape.ts'
import type { SourceColumn } from './source-column.ts'
import { checkUnchanged, digestFile, type SourceFile } from './source-file.ts'
import { quoteName, quotePath, quoteText } from './sql.ts'
import { isUtf8 } from './text-encoding.ts'
import type { Utf8Copies } from './utf8-copies.ts'

/** What a data file holds. */
export interface SourceInfo {
  /** Names in the file's order, and types as DuckDB writes them. */
  readonly columns: readonly SourceColumn[]
  readonly rowCount: number
  readonly bytes: number
  /** SHA-256 of the file's bytes; of a folder, of the names and digests of its files. */
  readonly digest: Sha256
}

/** A data file that was read once: what it holds, and the SQL to read it from now on without guessing. */
export interface OpenedSource extends SourceInfo, Shape {
  readonly file: SourceFile
}

/** The columns of a source that can be read; those of a database are the ones that its slice holds. */
export function heldColumns({
  columns,
  file,
}: Pick<OpenedSource, 'columns' | 'file'>): readonly SourceColumn[] {
  const { slice } = file
  return slice ? columns.filter(({ name }) => slice.columns.includes(name)) : columns
}

/** Files up to this size are kept in the engine's memory, which saves reading them for every grant. */
const keptBytes = 8 * 1024 * 1024
/** DuckDB's own limit: it may pass over a longer last line in silence. */
const mostLineBytes = 2_000_000
const keptTable = 'cordon_source'
/** Files first, then the rows in each, of which there are fewer than a million million. */
const parquetPosition = 'file_index::BIGINT * 1000000000000 + file_row_number'

/** What reading a source takes besides the engine that governs. */
export interface Reading {
  readonly connection: DuckDBConnection
  readonly readers: Readers
  /** What is read in the place of the files. */
  readonly copies: Utf8Copies | undefined
  readonly signal: AbortSignal | undefined
}

/** Reads a whole file once: digest, encoding, columns, types, rows. Throws `data-invalid` with file and line where it is broken. */
export async function readSource(file: SourceFile, reading: Reading): Promise<OpenedSource> {
  const { connection, copies, signal } = reading
  const { shownPath, bytes } = file
  const known = file.format === 'postgres' ? undefined : await digestOf(file, signal)
  const { digest = known, ...read } = await readShape(file, reading)
  if (read.columns.length === 0) {
    throw new CordonError('data-invalid', `${JSON.stringify(shownPath)} has no columns.`)
  }
  if (digest === undefined) throw new CordonError('internal', 'A source has no digest.')
  const isKept = read.relation !== keptTable && (bytes <= keptBytes || copies !== undefined)
  if (isKept) await connection.run(`CREATE TABLE ${keptTable} AS SELECT * FROM ${read.relation}`)
  await checkUnchanged(file)
  const kept = isKept || read.relation === keptTable ? inMemory(read.columns) : {}
  return { ...read, ...kept, file, bytes, digest }
}

/** The source as a table of the engine. */
function inMemory(columns: readonly SourceColumn[]): Pick<Shape, 'relation' | 'numbered'> {
  const read = { fields: ['*'], positionSql: 'rowid', columns }
  return { relation: keptTable, ...withPositions(keptTable, read) }
}

async function digestOf(file: SourceFile, signal: AbortSignal | undefined): Promise<Sha256> {
  if (!file.files) {
    const isText = ['csv', 'json', 'ndjson'].includes(file.format) && (await isUtf8(file))
    if (isText) return checkText(file.path, file, signal)
    return digestFile(file.path, { shownPath: file.shownPath, isText, signal })
  }
  const hash = createHash('sha256')
  for (const part of file.files) {
    hash.update(`${JSON.stringify(part.path)} ${await digestOf(part, signal)}\n`)
  }
  return hash.digest('hex') as Sha256
}

/** Gives the digest of what is UTF-8 text in lines that the engine does not pass over. */
function checkText(
  path: string,
  { format, shownPath }: SourceFile,
  signal: AbortSignal | undefined,
): Promise<Sha256> {
  const lineLimitBytes = format === 'csv' ? mostLineBytes : undefined
  return digestFile(path, { shownPath, isText: true, lineLimitBytes, signal })
}

/** A digest comes with what has no bytes of its own. */
type Digested = Shape & { readonly digest?: Sha256 }

async function readShape(file: SourceFile, reading: Reading): Promise<Digested> {
  const { connection, copies } = reading
  if (copies) {
    for (const path of copies.paths) await checkText(path, file, reading.signal)
    return readCsv(file, listOf(copies.paths), connection)
  }
  const paths = pathList(file)
  switch (file.format) {
    case 'csv':
      return readCsv(file, paths, connection)
    case 'parquet':
      return readTyped(
        {
          relation: `read_parquet(${paths}, hive_partitioning = false)`,
          positionSql: parquetPosition,
        },
        file,
        connection,
      )
    case 'duckdb':
      return readDatabase(file, connection)
    case 'arrow':
    case 'excel':
    case 'sqlite':
    case 'postgres':
      return readForeign(file, reading)
    default:
      return readJson(file.format, paths, connection)
  }
}

function pathList({ files, path }: SourceFile): string {
  return files ? listOf(files.map((file) => file.path)) : quotePath(path)
}

function listOf(paths: readonly string[]): string {
  return `[${paths.map(quotePath).join(', ')}]`
}

async function readForeign(
  file: SourceFile,
  { connection, readers, signal }: Reading,
): Promise<Digested> {
  const opened = await openForeign(file, readers)
  try {
    const { table, digest } = digesting(opened)
    const rowCount = await loadTable(table, keptTable, { connection, signal })
    const columns = file.table?.columns ?? table.columns
    const shape = { columns, rowCount, relation: keptTable }
    return file.format === 'postgres' ? { ...shape, digest: digest() } : shape
  } finally {
    await opened.close?.()
  }
}

/** Tables only: a view is somebody's SQL. */
async function readDatabase(file: SourceFile, connection: DuckDBConnection): Promise<Shape> {
  await connection.run(`ATTACH ${quoteText(file.path)} AS opened (READ_ONLY)`)
  const rows = await connection.run(
    "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'opened' ORDER BY ALL",
  )
  const tables = new Map(
    (await rows.getRowsJS()).map(([schema, name]) => [
      schema === 'main' ? String(name) : `${schema}.${name}`,
      `opened.${quoteName(String(schema))}.${quoteName(String(name))}`,
    ]),
  )
  const relation = tables.get(chooseTable([...tables.keys()], file)) ?? ''
  return readTyped({ relation, positionSql: 'rowid' }, file, connection)
}

async function readJson(
  format: 'ndjson' | 'json',
  paths: string,
  connection: DuckDBConnection,
): Promise<Shape> {
  const layout = format === 'ndjson' ? "'newline_delimited'" : "'auto'"
  const options = `format = ${layout}, hive_partitioning = false`
  const guessed = `read_json(${paths}, ${options}, sample_size = 200000)`
  // Whole numbers of both signs come as HUGEINT, which Parquet would turn into doubles.
  const columns = (await describeRelation(guessed, connection)).map(({ name, type }) => ({
    name,
    type: type === 'HUGEINT' ? 'BIGINT' : plainType(type),
  }))
  const relation = `read_json(${paths}, ${options}, columns = ${columnTypes(columns)})`
  return { columns, rowCount: await countRows(relation, connection), relation }
}

async function readTyped(
  { relation, positionSql }: { readonly relation: string; readonly positionSql: string },
  { shownPath }: SourceFile,
  connection: DuckDBConnection,
): Promise<Shape> {
  const columns = await describeRelation(relation, connection)
  checkNames(
    columns.map(({ name }) => name),
    shownPath,
  )
  const rowCount = await countRows(relation, connection)
  return { ...withPlainTypes(relation, { columns, positionSql }), rowCount }
}
