import type { DuckDBConnection } from '@duckdb/node-api'
import { kindOf } from '../kind.ts'
import type { OpenedSource } from '../source.ts'
import type { SourceColumn } from '../source-column.ts'
import { quoteName } from '../sql.ts'

/** What can be said of a column without saying any value of it. */
export interface ColumnStatistics extends SourceColumn {
  /** From 0 to 1; 0 where there are no rows. */
  readonly nullShare: number
  readonly distinctCount: number
  /** An estimate (HyperLogLog) in large files. */
  readonly isDistinctExact: boolean
  /** Width of the middle nine tenths of a number column, 0 where there is none. */
  readonly spread: number
}

type Part = Pick<OpenedSource, 'columns' | 'relation' | 'rowCount'>

const exactUpToRows = 1_000_000
const sampleRows = 2000
/** Distinct values that a column is judged by, and how much of each. */
const sampleValues = 500
const sampleCharacters = 4096

/** Counts nulls and distinct values, column by column. */
export async function statisticsOf(
  { columns, relation, rowCount }: Part,
  connection: DuckDBConnection,
): Promise<ColumnStatistics[]> {
  const isExact = rowCount <= exactUpToRows
  const fields = columns.flatMap(({ name, type }) => {
    const column = type === 'JSON' ? `CAST(${quoteName(name)} AS VARCHAR)` : quoteName(name)
    const distinct = isExact ? `count(DISTINCT ${column})` : `approx_count_distinct(${column})`
    return [`count(${column})`, distinct, isNumber(type) ? spreadSql(column) : '0']
  })
  const result = await connection.run(`SELECT ${fields.join(', ')} FROM ${relation}`)
  const [row = []] = await result.getRowsJS()
  return columns.map((column, at) => {
    const [present, distinct, spread] = row.slice(at * 3, at * 3 + 3).map(Number)
    return {
      ...column,
      nullShare: rowCount === 0 ? 0 : (rowCount - (present ?? 0)) / rowCount,
      distinctCount: distinct ?? 0,
      isDistinctExact: isExact,
      spread: spread !== undefined && Number.isFinite(spread) ? spread : 0,
    }
  })
}

/** Distinct values of each column as text, from rows spread evenly over the file; always the same ones for the same file. */
export async function sampleOf(
  { columns, relation, rowCount }: Part,
  connection: DuckDBConnection,
): Promise<string[][]> {
  const step = Math.max(1, Math.ceil(rowCount / sampleRows))
  const names = columns.map((_, at) => `c${at}`)
  const inner = columns.map(
    ({ name }, at) => `left(CAST(${quoteName(name)} AS VARCHAR), ${sampleCharacters}) AS c${at}`,
  )
  const numbered = `SELECT ${inner.join(', ')}, row_number() OVER () AS position FROM ${relation}`
  const result = await connection.run(
    `SELECT ${names.join(', ')} FROM (${numbered}) WHERE (position - 1) % ${step} = 0`,
  )
  const seen = columns.map(() => new Set<string>())
  for (const row of await result.getRowsJS()) {
    for (const [at, value] of row.entries()) {
      if (typeof value === 'string') seen[at]?.add(value)
    }
  }
  return seen.map((values) => thinned([...values]))
}

/** At most `sampleValues` of them, spread evenly. */
function thinned(values: readonly string[]): string[] {
  const step = Math.ceil(values.length / sampleValues)
  return values.filter((_, at) => at % step === 0)
}

function isNumber(type: string): boolean {
  return kindOf(type) === 'integer' || kindOf(type) === 'number'
}

function spreadSql(column: string): string {
  const quantile = (share: number) => `approx_quantile(CAST(${column} AS DOUBLE), ${share})`
  return `coalesce(${quantile(0.95)} - ${quantile(0.05)}, 0)`
}
