import type { ASTNode } from '@marcbachmann/cel-js'
import { RE2JS } from 're2js'
import { didYouMean } from '../kernel/closest.ts'
import type { Issue } from '../kernel/issue.ts'
import type { AttributeValue, Principal } from '../kernel/principal.ts'
import { areComparable, commonKind, isNumeric, type Kind } from './kind.ts'
import { type Parameters, quoteName, quoteText } from './sql.ts'

/** A part of a condition as SQL; `items` are the members of a list. */
export interface Term {
  readonly kind: Kind
  readonly sql: string
  readonly items?: readonly Term[]
}

/** What the names in a condition mean; faults and missing attributes are collected. */
export interface Scope {
  readonly columns?: ReadonlyMap<string, Kind>
  readonly principal?: Principal
  readonly parameters: Parameters
  readonly issues: Issue[]
  readonly missing: string[]
}

/**
 * Turns a CEL tree into SQL with CEL's meaning, save that NULL, not-a-number and every error (overflow, division by zero) are
 * unknown in SQL's three-valued logic, and that integers and doubles mix.
 */
export function translate(node: ASTNode, scope: Scope): Term {
  switch (node.op) {
    case 'value':
      return literal(node.args, node, scope)
    case '.':
      return member(node.args[0], node.args[1], scope)
    case '[]':
      return index(node.args, node, scope)
    case 'list':
      return list(node.args, node, scope)
    case '&&':
    case '||':
      return logic(node.op === '&&' ? 'AND' : 'OR', node.args, scope)
    case '!_':
      return { kind: 'boolean', sql: `(NOT ${booleanOf(node.args, scope)})` }
    case '?:':
      return choice(node.args, node, scope)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node.op, node.args, { node, scope })
    case 'in':
      return membership(node.args, node, scope)
    case '-_':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(node, scope)
    case 'call':
      return call(node.args[0], node.args[1], { node, scope })
    case 'rcall':
      return call(node.args[0], [node.args[1], ...node.args[2]], { node, scope })
    case 'id':
      return fault(node, scope, `unknown name "${node.args}"; use row.<column> or user.<attribute>`)
    default:
      return fault(node, scope, `"${node.op}" is not supported in row conditions`)
  }
}

interface Place {
  readonly node: ASTNode
  readonly scope: Scope
}

function fault(node: ASTNode, scope: Scope, message: string): Term {
  scope.issues.push({ path: [], message: `${message} (character ${node.start + 1})` })
  return { kind: 'any', sql: 'NULL' }
}

function literal(value: unknown, node: ASTNode, scope: Scope): Term {
  if (value === null) return { kind: 'null', sql: 'NULL' }
  if (typeof value === 'bigint') return integer(value, scope)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return scalar(value, scope)
  }
  return fault(node, scope, 'bytes and unsigned literals are not supported in row conditions')
}

function integer(value: bigint, { parameters }: Scope): Term {
  return { kind: 'integer', sql: `CAST(${parameters.add(value)} AS BIGINT)` }
}

function scalar(value: string | number | boolean, scope: Scope): Term {
  const place = scope.parameters.add(value)
  switch (typeof value) {
    case 'string':
      return { kind: 'text', sql: `CAST(${place} AS VARCHAR)` }
    case 'boolean':
      return { kind: 'boolean', sql: `CAST(${place} AS BOOLEAN)` }
    default:
      return { kind: 'number', sql: `CAST(${place} AS DOUBLE)` }
  }
}

function member(of: ASTNode, name: string, scope: Scope): Term {
  if (of.op === 'id' && of.args === 'row') return column(name, of, scope)
  if (of.op === 'id' && of.args === 'user') return attribute(name, scope)
  return fault(of, scope, 'only row.<column> and user.<attribute> have members')
}

function index([of, key]: readonly [ASTNode, ASTNode], node: ASTNode, scope: Scope): Term {
  if (key.op === 'value' && typeof key.args === 'string') return member(of, key.args, scope)
  return fault(node, scope, 'a name in brackets must be a text, as in row["desk code"]')
}

function column(name: string, node: ASTNode, scope: Scope): Term {
  if (!scope.columns) return { kind: 'any', sql: 'NULL' }
  const kind = scope.columns.get(name)
  if (kind === undefined) {
    return fault(
      node,
      scope,
      `the data has no column "${name}"${didYouMean(name, scope.columns.keys())}`,
    )
  }
  const sql = quoteName(name)
  switch (kind) {
    case 'number':
      return { kind, sql: withoutNaN(`CAST(${sql} AS DOUBLE)`) }
    case 'time':
      return { kind, sql: `CAST(${sql} AS TIMESTAMP)` }
    case 'text':
      return { kind, sql: `CAST(${sql} AS VARCHAR)` }
    default:
      return { kind, sql }
  }
}

function attribute(name: string, scope: Scope): Term {
  if (!scope.principal) return { kind: 'any', sql: 'NULL' }
  const value = attributeOf(scope.principal, name)
  if (value === undefined || Number.isNaN(value)) {
    scope.missing.push(name)
    return { kind: 'any', sql: 'NULL' }
  }
  if (typeof value === 'object') {
    return { kind: 'list', sql: 'NULL', items: value.map((item) => scalar(item, scope)) }
  }
  return Number.isSafeInteger(value) ? integer(BigInt(value), scope) : scalar(value, scope)
}

function attributeOf(principal: Principal, name: string): AttributeValue | undefined {
  if (name === 'id') return principal.id
  if (name === 'roles') return principal.roles
  if (name === 'groups') return principal.groups
  return Object.hasOwn(principal.attributes, name) ? principal.attributes[name] : undefined
}

function list(nodes: readonly ASTNode[], node: ASTNode, scope: Scope): Term {
  const items = nodes.map((item) => translate(item, scope))
  if (items.some((item) => item.kind === 'null' || item.kind === 'list')) {
    return fault(node, scope, 'a list holds texts, numbers, times or booleans')
  }
  return { kind: 'list', sql: 'NULL', items }
}

function booleanOf(node: ASTNode, scope: Scope): string {
  const term = translate(node, scope)
  if (term.kind === 'boolean' || term.kind === 'any') return term.sql
  return fault(node, scope, `true or false is needed here, not ${term.kind}`).sql
}

function logic(operator: 'AND' | 'OR', [a, b]: readonly [ASTNode, ASTNode], scope: Scope): Term {
  return { kind: 'boolean', sql: `(${booleanOf(a, scope)} ${operator} ${booleanOf(b, scope)})` }
}

function choice(
  [test, yes, no]: readonly [ASTNode, ASTNode, ASTNode],
  node: ASTNode,
  scope: Scope,
): Term {
  const condition = booleanOf(test, scope)
  const a = translate(yes, scope)
  const b = translate(no, scope)
  const kind = commonKind(a.kind, b.kind)
  if (kind === undefined || kind === 'list') {
    return fault(node, scope, `both sides of ":" must be alike, not ${a.kind} and ${b.kind}`)
  }
  return { kind, sql: `(CASE ${condition} WHEN TRUE THEN ${a.sql} WHEN FALSE THEN ${b.sql} END)` }
}

function comparison(
  operator: string,
  [left, right]: readonly [ASTNode, ASTNode],
  { node, scope }: Place,
): Term {
  const a = translate(left, scope)
  const b = translate(right, scope)
  if (a.kind === 'null' || b.kind === 'null') {
    if (operator !== '==' && operator !== '!=') {
      return fault(node, scope, 'null can only be compared with == and !=')
    }
    const tested = a.kind === 'null' ? b : a
    return { kind: 'boolean', sql: `(${tested.sql} IS ${operator === '!=' ? 'NOT ' : ''}NULL)` }
  }
  if (!areComparable(a.kind, b.kind)) {
    return fault(node, scope, `${a.kind} cannot be compared with ${b.kind}`)
  }
  const sql = { '==': '=', '!=': '<>' }[operator] ?? operator
  return { kind: 'boolean', sql: `(${a.sql} ${sql} ${b.sql})` }
}

function membership([left, right]: readonly [ASTNode, ASTNode], node: ASTNode, scope: Scope): Term {
  const value = translate(left, scope)
  const container = translate(right, scope)
  if (container.kind === 'any' && !container.items) return { kind: 'boolean', sql: 'NULL' }
  const { items } = container
  if (!items) return fault(node, scope, `"in" needs a list, not ${container.kind}`)
  if (items.length === 0) {
    return { kind: 'boolean', sql: `(CASE WHEN ${value.sql} IS NOT NULL THEN FALSE END)` }
  }
  const odd = items.find((item) => !areComparable(value.kind, item.kind))
  if (odd) return fault(node, scope, `${value.kind} cannot be in a list of ${odd.kind}`)
  return { kind: 'boolean', sql: `(${value.sql} IN (${items.map((item) => item.sql).join(', ')}))` }
}

type ArithmeticNode = Extract<ASTNode, { op: '-_' | '+' | '-' | '*' | '/' | '%' }>

function arithmetic(node: ArithmeticNode, scope: Scope): Term {
  if (node.op === '-_') {
    const term = translate(node.args, scope)
    if (!isNumeric(term.kind)) return fault(node, scope, `${term.kind} has no negative`)
    return { kind: term.kind, sql: `TRY(- ${term.sql})` }
  }
  const a = translate(node.args[0], scope)
  const b = translate(node.args[1], scope)
  const kind = commonKind(a.kind, b.kind)
  if (node.op === '+' && kind === 'text' && a.kind !== 'null' && b.kind !== 'null') {
    return { kind, sql: `(${a.sql} || ${b.sql})` }
  }
  if (!isNumeric(a.kind) || !isNumeric(b.kind) || kind === undefined) {
    return fault(node, scope, `"${node.op}" does not work on ${a.kind} and ${b.kind}`)
  }
  return { kind, sql: operation(node.op, kind, [a.sql, b.sql]) }
}

function operation(operator: string, kind: Kind, [a, b]: readonly [string, string]): string {
  if (operator === '%') return `TRY(${a} % nullif(${b}, 0))`
  if (kind === 'integer') {
    return operator === '/' ? `TRY(${a} // nullif(${b}, 0))` : `TRY(${a} ${operator} ${b})`
  }
  const sql = operator === '/' ? `${a} / nullif(${b}, 0)` : `${a} ${operator} ${b}`
  return withoutNaN(`TRY(CAST(${sql} AS DOUBLE))`)
}

function withoutNaN(sql: string): string {
  return `nullif(${sql}, CAST('nan' AS DOUBLE))`
}

const textFunctions: Readonly<Record<string, string>> = {
  startsWith: 'starts_with',
  endsWith: 'suffix',
  contains: 'contains',
}

function call(name: string, args: readonly ASTNode[], { node, scope }: Place): Term {
  const [first, second] = args
  if (name === 'has' && first && !second) return presence(first, scope)
  if (name === 'timestamp' && first && !second) return timestamp(first, scope)
  if (name === 'size' && first && !second) {
    return { kind: 'integer', sql: `length(${textOf(first, scope)})` }
  }
  if (name === 'substring' && first && second && args.length <= 3) {
    return part(first, [second, args[2]], scope)
  }
  if (name === 'matches' && first && second && args.length === 2) {
    return matching(first, second, scope)
  }
  const sql = Object.hasOwn(textFunctions, name) ? textFunctions[name] : undefined
  if (sql === undefined || !first || !second || args.length > 2) {
    const known = [
      'has',
      'size',
      'timestamp',
      'matches',
      'substring',
      ...Object.keys(textFunctions),
    ]
    return fault(
      node,
      scope,
      `no function "${name}" with ${args.length} operands${didYouMean(name, known)}`,
    )
  }
  return { kind: 'boolean', sql: `${sql}(${textOf(first, scope)}, ${textOf(second, scope)})` }
}

/** As CEL's extension for strings has it: from a position, up to and without another; unknown where these are not in the text. */
function part(
  of: ASTNode,
  [from, to]: readonly [ASTNode, ASTNode | undefined],
  scope: Scope,
): Term {
  const text = textOf(of, scope)
  const start = integerOf(from, scope)
  const end = to ? integerOf(to, scope) : `length(${text})`
  const isInside = `0 <= ${start} AND ${start} <= ${end} AND ${end} <= length(${text})`
  const sql = `(CASE WHEN ${isInside} THEN substring(${text}, ${start} + 1, ${end} - ${start}) END)`
  return { kind: 'text', sql }
}

function integerOf(node: ASTNode, scope: Scope): string {
  const term = translate(node, scope)
  if (term.kind === 'integer' || term.kind === 'any') return term.sql
  return fault(node, scope, `a whole number is needed here, not ${term.kind}`).sql
}

function textOf(node: ASTNode, scope: Scope): string {
  const term = translate(node, scope)
  if (term.kind === 'text' || term.kind === 'any') return term.sql
  return fault(node, scope, `a text is needed here, not ${term.kind}`).sql
}

function presence(node: ASTNode, scope: Scope): Term {
  if (node.op !== '.' || node.args[0].op !== 'id') {
    return fault(node, scope, 'has() takes row.<column> or user.<attribute>')
  }
  if (node.args[0].args !== 'user') {
    return { kind: 'boolean', sql: `(${translate(node, scope).sql} IS NOT NULL)` }
  }
  const isThere = scope.principal && attributeOf(scope.principal, node.args[1]) !== undefined
  return { kind: 'boolean', sql: isThere ? 'TRUE' : 'FALSE' }
}

const timePattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d))?$/

function timestamp(node: ASTNode, scope: Scope): Term {
  const utc = utcOf(node)
  if (utc === undefined) {
    return fault(
      node,
      scope,
      'timestamp() takes a text such as "2026-01-31" or "2026-01-31T09:30:00Z" (RFC 3339)',
    )
  }
  return { kind: 'time', sql: `CAST(${scope.parameters.add(utc)} AS TIMESTAMP)` }
}

/** The moment that a text in RFC 3339 names, as SQL writes it in UTC; undefined for any other node. */
export function utcOf(node: ASTNode): string | undefined {
  const text = node.op === 'value' && typeof node.args === 'string' ? node.args : ''
  const ms = timePattern.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) return undefined
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
}

function matching(value: ASTNode, pattern: ASTNode, scope: Scope): Term {
  const text = pattern.op === 'value' && typeof pattern.args === 'string' ? pattern.args : undefined
  if (text === undefined || !isPattern(text)) {
    return fault(pattern, scope, 'matches() takes a regular expression (RE2) written as a text')
  }
  return { kind: 'boolean', sql: `regexp_matches(${textOf(value, scope)}, ${quoteText(text)})` }
}

/** What RE2 compiles; the engine's does not know groups named `(?<name>…)` yet. */
function isPattern(text: string): boolean {
  if (/\(\?<[A-Za-z_]/.test(text)) return false
  try {
    RE2JS.compile(text)
    return true
  } catch {
    return false
  }
}
