import type { DuckDBConnection } from '@duckdb/node-api'
import { CordonError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/ids.ts'
import { type CsvHeader, readCsvHeader } from './csv-header.ts'
import type { SourceColumn } from './masks.ts'
import { checkUnchanged, digestFile, type SourceFile } from './source-file.ts'
import { quotePath, quoteText } from './sql.ts'

/** What a data file holds. */
export interface SourceInfo {
  /** Names in the file's order, and types as DuckDB writes them. */
  readonly columns: readonly SourceColumn[]
  readonly rowCount: number
  readonly bytes: number
  /** SHA-256 of the file's bytes. */
  readonly digest: Sha256
}

/** A data file that was read once: what it holds, and the SQL to read it from now on without guessing. */
export interface OpenedSource extends SourceInfo {
  readonly file: SourceFile
  readonly relation: string
}

/** Files up to this size are kept in the engine's memory, which saves reading them for every grant. */
const keptBytes = 8 * 1024 * 1024

/** Reads a whole file once: digest, encoding, columns, types, rows. Throws `data-invalid` with file and line where it is broken. */
export async function readSource(
  file: SourceFile,
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<OpenedSource> {
  const { path, shownPath, bytes } = file
  const digest = await digestFile(path, { shownPath, isText: file.format !== 'parquet', signal })
  const read = await readShape(file, connection)
  if (read.columns.length === 0) {
    throw new CordonError('data-invalid', `${JSON.stringify(shownPath)} has no columns.`)
  }
  if (bytes <= keptBytes) {
    await connection.run(`CREATE TABLE cordon_source AS SELECT * FROM ${read.relation}`)
  }
  await checkUnchanged(file)
  const relation = bytes <= keptBytes ? 'cordon_source' : read.relation
  return { ...read, relation, file, bytes, digest }
}

type Shape = Pick<OpenedSource, 'columns' | 'rowCount' | 'relation'>

async function readShape(file: SourceFile, connection: DuckDBConnection): Promise<Shape> {
  const path = quotePath(file.path)
  switch (file.format) {
    case 'csv':
      return readCsv(await readCsvHeader(file.path, file.shownPath), path, connection)
    case 'parquet':
      return readTyped(`read_parquet(${path}, hive_partitioning = false)`, connection)
    default:
      return readJson(file.format, path, connection)
  }
}

async function readCsv(
  header: CsvHeader,
  path: string,
  connection: DuckDBConnection,
): Promise<Shape> {
  const dialect = `header = true, delim = ${quoteText(header.delimiter)}, quote = '"', escape = '"', comment = '', hive_partitioning = false`
  const withTypes = (columns: readonly SourceColumn[]) =>
    `read_csv(${path}, ${dialect}, auto_detect = false, columns = ${columnTypes(columns)})`
  const texts = header.names.map((name) => ({ name, type: 'VARCHAR' }))
  const rowCount = await countRows(withTypes(texts), connection)
  const sniffed = `read_csv(${path}, ${dialect}, sample_size = 200000)`
  const types = rowCount === 0 ? texts : await describe(sniffed, connection)
  const columns = header.names.map((name, index) => ({
    name,
    type: types[index]?.type ?? 'VARCHAR',
  }))
  return { columns, rowCount, relation: withTypes(columns) }
}

async function readJson(
  format: 'ndjson' | 'json',
  path: string,
  connection: DuckDBConnection,
): Promise<Shape> {
  const layout = format === 'ndjson' ? "'newline_delimited'" : "'auto'"
  const options = `format = ${layout}, hive_partitioning = false`
  const columns = await describe(`read_json(${path}, ${options}, sample_size = 200000)`, connection)
  const relation = `read_json(${path}, ${options}, columns = ${columnTypes(columns)})`
  return { columns, rowCount: await countRows(relation, connection), relation }
}

async function readTyped(relation: string, connection: DuckDBConnection): Promise<Shape> {
  const columns = await describe(relation, connection)
  return { columns, rowCount: await countRows(relation, connection), relation }
}

async function describe(relation: string, connection: DuckDBConnection): Promise<SourceColumn[]> {
  const rows = await (await connection.run(`DESCRIBE SELECT * FROM ${relation}`)).getRowsJS()
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }))
}

async function countRows(relation: string, connection: DuckDBConnection): Promise<number> {
  const rows = await (await connection.run(`SELECT count(*) FROM ${relation}`)).getRowsJS()
  return Number(rows[0]?.[0])
}

function columnTypes(columns: readonly SourceColumn[]): string {
  return `{${columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`).join(', ')}}`
}
