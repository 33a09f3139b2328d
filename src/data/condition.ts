import { type ASTNode, ParseError, parse } from '@marcbachmann/cel-js'
import type { Issue, Parsed } from '../kernel/issue.ts'
import type { Principal } from '../kernel/principal.ts'
import type { Kind } from './kind.ts'
import { Parameters } from './sql.ts'
import { type Scope, type Term, translate } from './translate.ts'

/** A row condition that parses and uses nothing that cannot become SQL. */
export interface Condition {
  readonly text: string
  readonly tree: ASTNode
}

/** An expression that parses and uses nothing that cannot become SQL. */
export interface Expression {
  readonly tree: ASTNode
}

/** What a condition comes to for one caller: SQL that is true, false or NULL a row, or a reason why it grants nothing. */
export type Compiled =
  | { readonly status: 'ready'; readonly sql: string }
  | { readonly status: 'denied'; readonly reason: string }

/** Reads a condition in CEL (the subset that docs of the policy list) and checks everything that needs neither columns nor caller. */
export function parseCondition(text: string): Parsed<Condition> {
  const tree = treeOf(text)
  if (!tree.ok) return tree
  const issues = check(tree.value, {})
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { text, tree: tree.value } }
}

function treeOf(text: string): Parsed<ASTNode> {
  try {
    return { ok: true, value: parse(text).ast }
  } catch (error) {
    const message =
      error instanceof ParseError
        ? `${error.summary} (character ${(error.range?.start ?? 0) + 1})`
        : 'cannot be read'
    return { ok: false, issues: [{ path: [], message: `not a condition: ${message}` }] }
  }
}

/** Reads an expression in the same CEL, which comes to a value rather than to true or false. */
export function parseExpression(text: string): Parsed<Expression> {
  const tree = treeOf(text)
  if (!tree.ok) return tree
  const issues = valueIssues(tree.value, {})
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { tree: tree.value } }
}

/** Everything about an expression that does not fit these columns. */
export function checkExpression({ tree }: Expression, columns: ReadonlyMap<string, Kind>): Issue[] {
  return valueIssues(tree, { columns })
}

/** Turns an expression into SQL for one caller; NULL where the caller lacks an attribute, or has one of a kind that does not fit. */
export function compileExpression(
  { tree }: Expression,
  bound: { columns: ReadonlyMap<string, Kind>; principal: Principal; parameters: Parameters },
): Term {
  const before = bound.parameters.values.length
  const scope: Scope = { ...bound, issues: [], missing: [] }
  const term = translate(tree, scope)
  if (scope.missing.length === 0 && scope.issues.length === 0) return term
  bound.parameters.values.length = before
  return { kind: 'null', sql: 'NULL' }
}

/** What an expression over these columns comes to, whoever the caller is. */
export function expressionKind({ tree }: Expression, columns: ReadonlyMap<string, Kind>): Kind {
  return translate(tree, { columns, parameters: new Parameters(), issues: [], missing: [] }).kind
}

/** Everything about a condition that does not fit these columns: unknown names, and kinds that cannot be compared. */
export function checkCondition(condition: Condition, columns: ReadonlyMap<string, Kind>): Issue[] {
  return check(condition.tree, { columns })
}

/** Turns a condition into SQL for one caller. A missing attribute, or one of a kind that does not fit, denies. */
export function compileCondition(
  condition: Condition,
  bound: { columns: ReadonlyMap<string, Kind>; principal: Principal; parameters: Parameters },
): Compiled {
  const scope: Scope = { ...bound, issues: [], missing: [] }
  const term = translate(condition.tree, scope)
  const [attribute] = scope.missing
  if (attribute !== undefined) {
    return { status: 'denied', reason: `the caller has no attribute "${attribute}"` }
  }
  const [issue] = scope.issues
  if (issue) return { status: 'denied', reason: issue.message }
  return { status: 'ready', sql: term.sql }
}

/** Attributes that a condition asks for and the caller does not have; with any of them missing it grants nothing. */
export function missingAttributes(condition: Condition, principal: Principal): readonly string[] {
  const scope: Scope = { principal, parameters: new Parameters(), issues: [], missing: [] }
  translate(condition.tree, scope)
  return [...new Set(scope.missing)]
}

function check(tree: ASTNode, known: Pick<Scope, 'columns'>): Issue[] {
  const scope: Scope = { ...known, parameters: new Parameters(), issues: [], missing: [] }
  const term = translate(tree, scope)
  if (term.kind !== 'boolean' && term.kind !== 'any' && scope.issues.length === 0) {
    return [{ path: [], message: `must be true or false, but is ${term.kind}` }]
  }
  return [...scope.issues]
}

function valueIssues(tree: ASTNode, known: Pick<Scope, 'columns'>): Issue[] {
  const scope: Scope = { ...known, parameters: new Parameters(), issues: [], missing: [] }
  const { kind } = translate(tree, scope)
  if (scope.issues.length > 0) return [...scope.issues]
  if (kind !== 'list' && kind !== 'other') return []
  return [{ path: [], message: `must be a text, number, time or boolean, but is ${kind}` }]
}
