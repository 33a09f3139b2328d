/** A source column as DuckDB types it. */
export interface SourceColumn {
  readonly name: string
  readonly type: string
}

/** A column of a PostgreSQL table: DuckDB's type, and the one it was declared with. */
export interface TableColumn extends SourceColumn {
  readonly declared: string
}
