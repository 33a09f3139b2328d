import type { ASTNode } from '@marcbachmann/cel-js'
import type { AttributeValue, Principal } from '../kernel/principal.ts'
import { rowsFor } from './access.ts'
import { missingAttributes, parseCondition, parseExpression } from './condition.ts'
import type { TableColumn } from './source-column.ts'
import { quoteName, quoteText } from './sql.ts'
import { utcOf } from './translate.ts'

/**
 * PostgreSQL's condition for rows that a caller may see, or more than those: whatever cannot be said there with the same
 * meaning is left to the engine that governs, which applies the whole condition again. undefined where all rows are needed.
 */
export function pushedRows(
  policy: Parameters<typeof rowsFor>[0],
  principal: Principal,
  columns: readonly TableColumn[],
): string | undefined {
  const known = new Map(columns.map((column) => [column.name, column]))
  const parts = rowsFor(policy, principal).map((text) => {
    const condition = parseCondition(text)
    if (!condition.ok || missingAttributes(condition.value, principal).length > 0) return 'FALSE'
    return pushed(condition.value.tree, { known, principal })
  })
  if (parts.length === 0) return 'FALSE'
  return parts.includes(undefined) ? undefined : parts.map((part) => `(${part})`).join(' OR ')
}

/** The columns that the row conditions for a caller look at. */
export function conditionColumns(
  policy: Parameters<typeof rowsFor>[0],
  principal: Principal,
): readonly string[] {
  const names: string[] = []
  for (const text of rowsFor(policy, principal)) {
    const condition = parseCondition(text)
    if (condition.ok) visit(condition.value.tree, names)
  }
  return names
}

/** The columns that an expression looks at. */
export function expressionColumns(text: string): readonly string[] {
  const names: string[] = []
  const expression = parseExpression(text)
  if (expression.ok) visit(expression.value.tree, names)
  return names
}

function visit(node: unknown, names: string[]): void {
  if (Array.isArray(node)) for (const part of node) visit(part, names)
  if (!isNode(node)) return
  const column = columnOf(node)
  if (column !== undefined) names.push(column)
  visit(node.args, names)
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

interface Place {
  readonly known: ReadonlyMap<string, TableColumn>
  readonly principal: Principal
}

/** Undefined stands for every row. */
function pushed(node: ASTNode, place: Place): string | undefined {
  switch (node.op) {
    case '&&': {
      const parts = node.args.flatMap((arg) => pushed(arg, place) ?? [])
      return parts.length > 0 ? parts.map((part) => `(${part})`).join(' AND ') : undefined
    }
    case '||': {
      const [a, b] = node.args.map((arg) => pushed(arg, place))
      return a === undefined || b === undefined ? undefined : `(${a}) OR (${b})`
    }
    case '==':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return pushedComparison(node.op, node.args, place)
    case 'in':
      return pushedMembership(node.args, place)
    default:
      return node.op === 'value' && node.args === false ? 'FALSE' : undefined
  }
}

const turned = { '==': '==', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function pushedComparison(
  operator: keyof typeof turned,
  [left, right]: readonly [ASTNode, ASTNode],
  place: Place,
): string | undefined {
  const name = columnOf(left)
  if (name === undefined) {
    return columnOf(right) === undefined
      ? undefined
      : pushedComparison(turned[operator], [right, left], place)
  }
  const column = place.known.get(name)
  const value = constantOf(right, place.principal)
  const literal = column && literalFor(column, value)
  if (!column || literal === undefined) return undefined
  // Texts are ordered by each database's own rules.
  if (isText(column) && operator !== '==') return undefined
  return `${sideOf(column)} ${operator === '==' ? '=' : operator} ${literal}`
}

function pushedMembership(
  [left, right]: readonly [ASTNode, ASTNode],
  place: Place,
): string | undefined {
  const column = place.known.get(columnOf(left) ?? '')
  const values =
    right.op === 'list'
      ? right.args.map((item) => constantOf(item, place.principal))
      : constantOf(right, place.principal)
  if (!column || !Array.isArray(values)) return undefined
  const literals = values.map((value: unknown) => literalFor(column, value))
  if (literals.includes(undefined)) return undefined
  return literals.length > 0 ? `${sideOf(column)} IN (${literals.join(', ')})` : 'FALSE'
}

function columnOf(node: ASTNode): string | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined
  const [of, name] = node.args
  if (of.op !== 'id' || of.args !== 'row') return undefined
  if (typeof name === 'string') return name
  return name.op === 'value' && typeof name.args === 'string' ? name.args : undefined
}

function constantOf(node: ASTNode, { id, roles, groups, attributes }: Principal): unknown {
  if (node.op === 'value') return node.args
  if (node.op === 'call' && node.args[0] === 'timestamp' && node.args[1][0]) {
    return { utc: utcOf(node.args[1][0]) }
  }
  if (node.op !== '.' || node.args[0].op !== 'id' || node.args[0].args !== 'user') return undefined
  const own: Readonly<Record<string, AttributeValue>> = { ...attributes, id, roles, groups }
  return Object.hasOwn(own, node.args[1]) ? own[node.args[1]] : undefined
}

const wholeTypes: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint'])
const textTypes: ReadonlySet<string> = new Set(['text', 'character varying', 'character'])

function isText({ declared }: TableColumn): boolean {
  return textTypes.has(declared)
}

/** Numbers are compared as doubles on both sides, as the engine that governs compares them. */
function sideOf(column: TableColumn): string {
  const name = quoteName(column.name)
  return isFraction(column) ? `${name}::double precision` : name
}

function literalFor(column: TableColumn, value: unknown): string | undefined {
  if (typeof value === 'string')
    return isText(column) && !value.includes('\0') ? quoteText(value) : undefined
  if (typeof value === 'boolean') return column.type === 'BOOLEAN' ? String(value) : undefined
  const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value)
  if (wholeTypes.has(column.declared)) return isWhole ? `'${value}'::bigint` : undefined
  if (typeof value === 'object') return timeLiteral(column, value)
  return isFraction(column) && (isWhole || Number.isFinite(value))
    ? `'${value}'::double precision`
    : undefined
}

function isFraction({ type }: TableColumn): boolean {
  return type === 'DOUBLE' || type.startsWith('DECIMAL')
}

function timeLiteral({ type }: TableColumn, value: object | null): string | undefined {
  const utc = value !== null && 'utc' in value ? value.utc : undefined
  if (typeof utc !== 'string') return undefined
  if (type === 'TIMESTAMP WITH TIME ZONE') return `'${utc}+00'::timestamptz`
  return type === 'DATE' || type === 'TIMESTAMP' ? `'${utc}'::timestamp` : undefined
}
