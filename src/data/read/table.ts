import type { DuckDBConnection } from '@duckdb/node-api'
import { CordonError } from '../../kernel/errors.ts'
import type { SourceColumn } from '../source-column.ts'
import { quoteName } from '../sql.ts'

/** A value as text that the engine can cast to its column's type, times in ISO 8601. */
export type CellText = string | null

/** A table that another engine than DuckDB reads. */
export interface ForeignTable {
  /** Names are distinct, letter case aside; types are DuckDB's. */
  readonly columns: readonly SourceColumn[]
  readonly batches: Iterable<readonly CellText[][]> | AsyncIterable<readonly CellText[][]>
}

/** Rows of a batch; large enough to be quick, small enough to be held twice. */
export const batchRows = 5_000

/** Takes a table over into the engine under a name, a batch at a time, and gives the number of its rows. */
export async function loadTable(
  { columns, batches }: ForeignTable,
  name: string,
  at: { readonly connection: DuckDBConnection; readonly signal: AbortSignal | undefined },
): Promise<number> {
  const { connection, signal } = at
  const fields = columns.map((column) => `${quoteName(column.name)} ${column.type}`)
  await connection.run(`CREATE TABLE ${name} (${fields.join(', ')})`)
  const casts = columns.map(({ type }, index) => `CAST(r[${index + 1}] AS ${type})`)
  const insert = `INSERT INTO ${name} SELECT ${casts.join(', ')}
    FROM (SELECT unnest(from_json($1, '[["VARCHAR"]]')) AS r)`
  let rowCount = 0
  for await (const batch of batches) {
    signal?.throwIfAborted()
    if (batch.length === 0) continue
    await connection.run(insert, [JSON.stringify(batch)])
    rowCount += batch.length
  }
  return rowCount
}

/**
 * Column names as they can be used, those without one called by their place. Throws `data-invalid` on a name that is there twice,
 * letter case aside: which of the two would a policy mean?
 */
export function checkNames(names: readonly string[], shownPath: string): string[] {
  const taken = new Set<string>()
  return names.map((given, index) => {
    const name = given === '' ? `column${index}` : given
    if (taken.has(name.toLowerCase()) || name.includes('\0')) {
      const message = `${JSON.stringify(shownPath)}: column ${index + 1} has the name of a column before it (letter case aside) or none that can be used.`
      throw new CordonError('data-invalid', message, {
        help: 'Give every column a name of its own.',
      })
    }
    taken.add(name.toLowerCase())
    return name
  })
}

const isoDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?$/

/** What the values of a column have been so far. */
export class TypeGuess {
  private kinds = new Set<'integer' | 'number' | 'boolean' | 'date' | 'time' | 'text'>()

  add(value: string | number | bigint | boolean): void {
    if (typeof value === 'boolean') this.kinds.add('boolean')
    else if (typeof value === 'bigint') this.kinds.add('integer')
    else if (typeof value === 'number') {
      this.kinds.add(Number.isSafeInteger(value) ? 'integer' : 'number')
    } else this.kinds.add('text')
  }

  /** Counts a text as a date or a time where it is written as one. */
  addWritten(text: string): void {
    this.kinds.add(isoDate.test(text) ? 'date' : isoTime.test(text) ? 'time' : 'text')
  }

  /** DuckDB's type that holds all of them; text where they have nothing in common. */
  type(): string {
    const [only, other] = [...this.kinds].sort()
    if (only === undefined || this.kinds.size > 2) return 'VARCHAR'
    if (other === undefined) return types[only]
    const pair = `${only},${other}`
    if (pair === 'integer,number') return 'DOUBLE'
    return pair === 'date,time' ? 'TIMESTAMP' : 'VARCHAR'
  }
}

const types = {
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIMESTAMP',
  text: 'VARCHAR',
} as const
