import type { DuckDBConnection } from '@duckdb/node-api'
import type { OpenedSource } from './source.ts'
import { quoteName } from './sql.ts'

/** Rows up to which the values of a column are kept, some megabytes. */
const mostRows = 50_000

/** The values of a source's columns in lower case, each column read once; for sources small enough to keep them. */
export class ColumnValues {
  private readonly source: Pick<OpenedSource, 'relation' | 'rowCount'>
  private readonly known = new Map<string, Promise<ReadonlySet<string>>>()

  constructor(source: Pick<OpenedSource, 'relation' | 'rowCount'>) {
    this.source = source
  }

  get areKept(): boolean {
    return this.source.rowCount <= mostRows
  }

  /** The values of some columns, each column's in a set of its own. */
  of(
    columns: readonly string[],
    connection: DuckDBConnection,
  ): Promise<readonly ReadonlySet<string>[]> {
    return Promise.all(columns.map((column) => this.ofOne(column, connection)))
  }

  private ofOne(column: string, connection: DuckDBConnection): Promise<ReadonlySet<string>> {
    const known = this.known.get(column)
    if (known) return known
    const values = this.read(column, connection)
    this.known.set(column, values)
    // Who waits for it gets the error; the next one tries again.
    values.catch(() => this.known.delete(column))
    return values
  }

  private async read(column: string, connection: DuckDBConnection): Promise<ReadonlySet<string>> {
    const text = `CAST(${quoteName(column)} AS VARCHAR)`
    const result = await connection.run(
      `SELECT DISTINCT ${text} FROM ${this.source.relation} WHERE ${text} IS NOT NULL`,
    )
    return new Set((await result.getRowsJS()).map(([value]) => String(value).toLowerCase()))
  }
}
