import type { DuckDBConnection } from '@duckdb/node-api'
import type { SourceColumn } from './source-column.ts'
import { quoteName, quoteText } from './sql.ts'

/** A source's columns and rows, and the SQL that reads it. */
export interface Shape {
  readonly columns: readonly SourceColumn[]
  readonly rowCount: number
  readonly relation: string
}

/**
 * The columns with types whose names hold no data, and what to read instead of the relation: an enumeration's type lists values
 * and a structure's lists keys, also of rows that a caller may not see. Enumerations become texts, nested values JSON.
 */
export function withPlainTypes(
  relation: string,
  columns: readonly SourceColumn[],
): Pick<Shape, 'columns' | 'relation'> {
  const plain = columns.map(({ name, type }) => ({ name, type: plainType(type) }))
  if (plain.every(({ type }, index) => type === columns[index]?.type)) return { columns, relation }
  const fields = plain.map(({ name, type }, index) => {
    const column = quoteName(name)
    if (type === columns[index]?.type) return column
    return `${type === 'JSON' ? `to_json(${column})` : `CAST(${column} AS ${type})`} AS ${column}`
  })
  return { columns: plain, relation: `(SELECT ${fields.join(', ')} FROM ${relation})` }
}

/** The type that a column of this one is read as. */
export function plainType(type: string): string {
  if (type.endsWith(']') || /^(?:STRUCT|MAP|UNION|VARIANT)\b/.test(type)) return 'JSON'
  return type.startsWith('ENUM') ? 'VARCHAR' : type
}

/** The columns of what stands behind FROM, in their order. */
export async function describeRelation(
  relation: string,
  connection: DuckDBConnection,
): Promise<SourceColumn[]> {
  const rows = await (await connection.run(`DESCRIBE SELECT * FROM ${relation}`)).getRowsJS()
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }))
}

/** The number of rows; reads them all. */
export async function countRows(relation: string, connection: DuckDBConnection): Promise<number> {
  const rows = await (await connection.run(`SELECT count(*) FROM ${relation}`)).getRowsJS()
  return Number(rows[0]?.[0])
}

/** Columns as the `columns` option of a reading function takes them. */
export function columnTypes(columns: readonly SourceColumn[]): string {
  return `{${columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`).join(', ')}}`
}
