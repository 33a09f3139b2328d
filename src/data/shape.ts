import type { DuckDBConnection } from '@duckdb/node-api'
import type { SourceColumn } from './masks.ts'
import { quoteText } from './sql.ts'

/** A source's columns and rows, and the SQL that reads it. */
export interface Shape {
  readonly columns: readonly SourceColumn[]
  readonly rowCount: number
  readonly relation: string
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
