import type { Principal } from '../kernel/principal.ts'
import { columnKinds } from './access.ts'
import { compileExpression, expressionKind, parseExpression } from './condition.ts'
import type { Kind } from './kind.ts'
import type { SourceColumn } from './source-column.ts'
import { type Parameters, quoteName } from './sql.ts'

/** What a caller sees of a column whose mask is an expression: SQL over the rows of the source, and DuckDB's type of it. */
export interface CustomMask {
  readonly sql: string
  readonly type: string
}

/** Compiles the expression of a column's mask; NULL in every row where the caller lacks an attribute that it asks for. */
export function customMask(
  { column, expression }: { readonly column: string; readonly expression: string },
  bound: {
    readonly columns: readonly SourceColumn[]
    readonly principal: Principal
    readonly parameters: Parameters
  },
): CustomMask {
  const columns = columnKinds(bound.columns)
  const parsed = parseExpression(expression)
  if (!parsed.ok) return { sql: 'CAST(NULL AS VARCHAR)', type: 'VARCHAR' }
  const term = compileExpression(parsed.value, { ...bound, columns })
  const type = typeOf(term.kind === 'null' ? expressionKind(parsed.value, columns) : term.kind)
  const name = quoteName(column)
  return { sql: `CASE WHEN ${name} IS NOT NULL THEN CAST(${term.sql} AS ${type}) END`, type }
}

function typeOf(kind: Kind): string {
  const types: { readonly [kind in Kind]?: string } = {
    integer: 'BIGINT',
    number: 'DOUBLE',
    boolean: 'BOOLEAN',
    time: 'TIMESTAMP',
  }
  return types[kind] ?? 'VARCHAR'
}
