import type { Known } from '../kernel/capabilities.ts'
import type { Meaning } from '../python/meaning.ts'
import type { Expression, Node } from '../python/nodes.ts'
import { children } from '../python/visit.ts'
import type { Context } from './context.ts'
import { isOfFrames } from './tables/frames.ts'

/** Methods that give the same columns again, and arguments of which name some. */
const preserving = new Set([
  ...['copy', 'head', 'tail', 'nlargest', 'nsmallest', 'sort_values', 'sort_index', 'sample'],
])
/** Attributes that tell of no column and not how many there are. */
const shapes = new Set(['index', 'empty', 'ndim'])

/**
 * The columns of a dataset that a script names, where every use of it is a constant subscript, a grouping by constants
 * that is reduced column by column, or a name for a part of its rows that is used in these ways only; `inTexts` are names that
 * evaluated texts use.
 */
export function columnsOf(
  { meaning }: Context,
  dataset: string,
  inTexts: readonly string[],
): Known<string> {
  const { nodes } = meaning.bindings
  const parents = new Map<Node, Node>()
  for (const node of nodes) for (const child of children(node)) parents.set(child, node)
  const columns = new Set<string>()
  const aliases = new Set([dataset])
  const to = { parents, columns, aliases, hasLen: !isBound(meaning, 'len') }
  for (let known = 0; known !== aliases.size; ) {
    known = aliases.size
    for (const node of nodes) {
      if (node.kind !== 'Name' || !aliases.has(node.id)) continue
      if (node.ctx === 'Load' && !follow(node, to)) return 'unknown'
    }
  }
  const isOpen = ['result', ...inTexts].some((name) => aliases.has(name))
  return isOpen ? 'unknown' : [...columns].sort()
}

/** The script gives a name another meaning somewhere. */
function isBound({ bindings }: Meaning, name: string): boolean {
  return [bindings.root, ...bindings.scopes.values()].some(
    ({ scope }) =>
      scope.bindings.has(name) || scope.remoteBindings.has(name) || scope.starImports.length > 0,
  )
}

interface Following {
  readonly parents: ReadonlyMap<Node, Node>
  readonly columns: Set<string>
  readonly aliases: Set<string>
  /** `len` is Python's own. */
  readonly hasLen: boolean
}

/** Goes from a use of the frame outwards until columns are named; false where the whole frame goes somewhere. */
function follow(use: Expression, to: Following): boolean {
  const parent = to.parents.get(use)
  switch (parent?.kind) {
    case 'Subscript':
      return parent.value === use && followSubscript(parent, to)
    case 'Attribute':
      return followAttribute(parent, to)
    case 'Assign':
      return !isInClass(parent, to) && parent.targets.every((target) => nameAgain(target, to))
    case 'Call':
      return to.hasLen && parent.func.kind === 'Name' && parent.func.id === 'len'
    default:
      return false
  }
}

function nameAgain(target: Expression, { aliases }: Following): boolean {
  if (target.kind === 'Name') aliases.add(target.id)
  return target.kind === 'Name'
}

/** A name in a class is an attribute too, which is not followed. */
function isInClass(statement: Node, { parents }: Following): boolean {
  for (let at = parents.get(statement); at; at = parents.get(at)) {
    if (at.kind === 'ClassDef') return true
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return false
  }
  return false
}

function followSubscript(node: Extract<Expression, { kind: 'Subscript' }>, to: Following): boolean {
  const names = constantNames(node.slice)
  if (names) {
    for (const name of names) to.columns.add(name)
    return true
  }
  return isMask(node.slice) && node.ctx === 'Load' && follow(node, to)
}

function followAttribute(node: Extract<Expression, { kind: 'Attribute' }>, to: Following): boolean {
  if (shapes.has(node.attr)) return true
  if (node.attr === 'shape') return isRowCount(to.parents.get(node))
  const call = to.parents.get(node)
  if (node.attr === 'loc') return followLocation(node, to)
  if (call?.kind !== 'Call' || call.func !== node) {
    return !isOfFrames(node.attr) && takeAll([[node.attr]], to)
  }
  const given = [...call.args, ...call.keywords.map(({ value }) => value)]
  const names = given.map((part) => constantNames(part) ?? [])
  if (node.attr === 'groupby') {
    const isPlain = given.length === 1 && (names[0]?.length ?? 0) > 0
    return isPlain && takeAll(names, to) && followGroups(call, to)
  }
  const isPlain = unnamed.has(node.attr) || given.every(isLiteral)
  return preserving.has(node.attr) && isPlain && takeAll(names, to) && follow(call, to)
}

/** Methods no argument of which names a column. */
const unnamed = new Set(['copy', 'head', 'tail'])

/** Names as constants, or what names no column. */
function isLiteral(node: Expression): boolean {
  return node.kind === 'Constant' || constantNames(node) !== undefined || isFlags(node)
}

/** `[True, False]`, as `sort_values` takes for its directions. */
function isFlags(node: Expression): boolean {
  return node.kind === 'List' && node.elts.every(({ kind }) => kind === 'Constant')
}

/** `shape[0]` */
function isRowCount(parent: Node | undefined): boolean {
  if (parent?.kind !== 'Subscript' || parent.slice.kind !== 'Constant') return false
  return String(parent.slice.value) === '0'
}

/** `loc[rows, columns]` with constant columns. */
function followLocation(node: Expression, to: Following): boolean {
  const parent = to.parents.get(node)
  if (parent?.kind !== 'Subscript' || parent.slice.kind !== 'Tuple') return false
  const [, columns] = parent.slice.elts
  const names = columns && constantNames(columns)
  return names !== undefined && takeAll([names], to)
}

/** `[…]` with constant columns, or `agg` with the columns as constants. */
function followGroups(use: Expression, to: Following): boolean {
  const parent = to.parents.get(use)
  if (parent?.kind === 'Subscript' && parent.value === use) {
    const names = constantNames(parent.slice)
    return names !== undefined && takeAll([names], to)
  }
  if (parent?.kind !== 'Attribute') return false
  if (parent.attr === 'size' || parent.attr === 'ngroups') return true
  const call = to.parents.get(parent)
  if (call?.kind !== 'Call' || !parent.attr.startsWith('agg')) return false
  if (!call.args.every((part) => followMapping(part, to))) return false
  return call.keywords.every(({ arg, value }) => {
    const column = value.kind === 'Tuple' ? value.elts[0] : undefined
    const names = arg !== null && column ? constantNames(column) : undefined
    return names !== undefined && takeAll([names], to)
  })
}

/** `{"column": reduction}` */
function followMapping(node: Expression, to: Following): boolean {
  if (node.kind !== 'Dict') return false
  const names = node.keys.map((key) => (key ? constantNames(key) : undefined))
  return names.every((name) => name !== undefined) && takeAll(names, to)
}

function takeAll(groups: readonly (readonly string[])[], { columns }: Following): true {
  for (const name of groups.flat()) columns.add(name)
  return true
}

/** A condition over rows, which picks some of them and all columns. */
function isMask(slice: Expression): boolean {
  if (slice.kind === 'BinOp') return ['BitAnd', 'BitOr', 'BitXor'].includes(slice.op)
  if (slice.kind === 'UnaryOp') return slice.op === 'Invert'
  if (slice.kind === 'BoolOp') return slice.values.every(isMask)
  return slice.kind === 'Compare'
}

function constantNames(node: Expression): readonly string[] | undefined {
  if (node.kind === 'Constant') return typeof node.value === 'string' ? [node.value] : undefined
  if (node.kind !== 'List' && node.kind !== 'Tuple') return undefined
  const names = node.elts.map((part) =>
    part.kind === 'Constant' && typeof part.value === 'string' ? part.value : undefined,
  )
  return names.every((name) => name !== undefined) ? names : undefined
}
