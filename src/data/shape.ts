import type { DuckDBConnection } from '@duckdb/node-api'
import type { SourceColumn } from './source-column.ts'
import { quoteName, quoteText } from './sql.ts'

/** A source's columns and rows, and the SQL that reads it. */
export interface Shape {
  readonly columns: readonly SourceColumn[]
  readonly rowCount: number
  readonly relation: string
  /** The same with a column more that holds each row's position, where the source tells it. */
  readonly numbered?: Numbered
}

export interface Numbered {
  readonly relation: string
  /** The quoted name of the column. */
  readonly position: string
}

/**
 * The columns with types whose names hold no data, and what to read instead of the relation: an enumeration's type lists values
 * and a structure's lists keys, also of rows that a caller may not see. Enumerations become texts, nested values JSON.
 */
export function withPlainTypes(
  relation: string,
  {
    columns,
    positionSql,
  }: { readonly columns: readonly SourceColumn[]; readonly positionSql: string | undefined },
): Pick<Shape, 'columns' | 'relation' | 'numbered'> {
  const plain = columns.map(({ name, type }) => ({ name, type: plainType(type) }))
  const fields = plain.map(({ name, type }, index) => {
    const column = quoteName(name)
    if (type === columns[index]?.type) return column
    return `${type === 'JSON' ? `to_json(${column})` : `CAST(${column} AS ${type})`} AS ${column}`
  })
  const isPlain = plain.every(({ type }, index) => type === columns[index]?.type)
  return {
    columns: plain,
    relation: isPlain ? relation : `(SELECT ${fields.join(', ')} FROM ${relation})`,
    ...withPositions(relation, { fields, positionSql, columns }),
  }
}

/** The fields of a relation and each row's position; nothing where a column has the name by which the engine tells it. */
export function withPositions(
  relation: string,
  read: {
    readonly fields: readonly string[]
    readonly positionSql: string | undefined
    readonly columns: readonly SourceColumn[]
  },
): Pick<Shape, 'numbered'> {
  const { fields, positionSql, columns } = read
  if (positionSql === undefined) return {}
  if (columns.some(({ name }) => enginesNames.has(name.toLowerCase()))) return {}
  const position = quoteName(unusedName('position', columns))
  const rows = `(SELECT ${fields.join(', ')}, ${positionSql} AS ${position} FROM ${relation})`
  return { numbered: { relation: rows, position } }
}

/** Columns that the engine adds to what it reads, unless there is one of that name. */
const enginesNames: ReadonlySet<string> = new Set(['rowid', 'file_index', 'file_row_number'])

/** A name that no column has, letter case aside. */
export function unusedName(wanted: string, columns: readonly SourceColumn[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()))
  let name = wanted
  while (taken.has(name)) name += '_'
  return name
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
