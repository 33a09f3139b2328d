import { didYouMean } from '../kernel/closest.ts'
import type { Issue } from '../kernel/issue.ts'
import type { Principal } from '../kernel/principal.ts'
import {
  type Condition,
  checkCondition,
  checkExpression,
  compileCondition,
  parseCondition,
  parseExpression,
} from './condition.ts'
import { type Kind, kindOf } from './kind.ts'
import { maskProblem } from './masks.ts'
import { type ColumnPolicy, type DatasetPolicy, leastMask, type Mask } from './policy.ts'
import type { SourceColumn } from './source-column.ts'
import type { Parameters } from './sql.ts'

/** The row conditions of a dataset that apply to a caller, as written; none means that the caller sees no row. */
export function rowsFor(policy: DatasetPolicy, principal: Principal): readonly string[] {
  const texts = principal.roles.flatMap((role) => policy.rows.get(role) ?? [])
  const fallback = policy.rows.get('default')
  return texts.length === 0 && fallback !== undefined ? [fallback] : [...new Set(texts)]
}

/** The mask that a caller gets on a column: the least of its roles' masks, else the column's default. */
export function maskFor(policy: DatasetPolicy, column: string, principal: Principal): Mask {
  const listed = policy.columns.get(column)
  if (!listed) return { kind: policy.columnsDefault === 'allow' ? 'none' : 'remove' }
  return (
    leastMask(principal.roles.flatMap((role) => listed.roles.get(role) ?? [])) ?? listed.default
  )
}

/** Everything in a dataset's policy that does not fit the columns the data really has. */
export function policyIssues(policy: DatasetPolicy, columns: readonly SourceColumn[]): Issue[] {
  const kinds = columnKinds(columns)
  const at = ['datasets', policy.name]
  const rows = [...policy.rows].flatMap(([role, text]) =>
    conditionIssues(text, kinds).map((issue) => ({ ...issue, path: [...at, 'rows', role] })),
  )
  const listed = [...policy.columns].flatMap(([name, column]) =>
    columnIssues([...at, 'columns', name], column, columns),
  )
  return [...rows, ...listed]
}

/** SQL for the rows a caller may see, false where every filter denies, with the reasons of those that did. */
export function compileRows(
  texts: readonly string[],
  bound: { columns: readonly SourceColumn[]; principal: Principal; parameters: Parameters },
): { readonly sql: string; readonly denials: readonly string[] } {
  const columns = columnKinds(bound.columns)
  const filters: string[] = []
  const denials: string[] = []
  for (const text of texts) {
    const parsed = parseCondition(text)
    if (!parsed.ok) {
      denials.push('the condition cannot be read')
      continue
    }
    const bindings = bound.parameters.values.length
    const compiled = compileCondition(parsed.value, { ...bound, columns })
    if (compiled.status === 'ready') {
      filters.push(`coalesce(${compiled.sql}, FALSE)`)
    } else {
      denials.push(compiled.reason)
      bound.parameters.values.length = bindings
    }
  }
  return { sql: filters.length > 0 ? filters.join(' OR ') : 'FALSE', denials }
}

/** What a condition may do with each column. */
export function columnKinds(columns: readonly SourceColumn[]): ReadonlyMap<string, Kind> {
  return new Map(columns.map(({ name, type }) => [name, kindOf(type)]))
}

function conditionIssues(text: string, kinds: ReadonlyMap<string, Kind>): readonly Issue[] {
  const parsed = parseCondition(text)
  return parsed.ok ? checkCondition(parsed.value satisfies Condition, kinds) : parsed.issues
}

function columnIssues(
  path: readonly string[],
  policy: ColumnPolicy,
  columns: readonly SourceColumn[],
): Issue[] {
  const name = path.at(-1) ?? ''
  const column = columns.find((candidate) => candidate.name === name)
  if (!column) {
    const hint = didYouMean(
      name,
      columns.map((candidate) => candidate.name),
    )
    return [{ path, message: `the data has no column "${name}"${hint}` }]
  }
  return [['default', policy.default] as const, ...policy.roles].flatMap(([role, mask]) => {
    const problem =
      maskProblem(mask, column) ?? unknownProblem(mask, columns) ?? customProblem(mask, columns)
    return problem === undefined ? [] : [{ path: [...path, 'mask', role], message: problem }]
  })
}

function customProblem(mask: Mask, columns: readonly SourceColumn[]): string | undefined {
  if (mask.kind !== 'custom') return undefined
  const expression = parseExpression(mask.expression)
  const issues = expression.ok
    ? checkExpression(expression.value, columnKinds(columns))
    : expression.issues
  return issues[0]?.message
}

function unknownProblem(mask: Mask, columns: readonly SourceColumn[]): string | undefined {
  const names = columns.map(({ name }) => name)
  const odd = mask.kind === 'detect' && mask.known.find((name) => !names.includes(name))
  return odd ? `the data has no column "${odd}"${didYouMean(odd, names)}` : undefined
}
