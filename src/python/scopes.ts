import type {
  Arguments,
  AsyncFunctionDef,
  BinaryOperator,
  ClassDef,
  Expression,
  FunctionDef,
  Lambda,
  Name,
  Node,
} from './nodes.ts'

/** One Python name space (language reference 4.2.2): a module, a class body, a function or lambda, a comprehension. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'comprehension'
  readonly node: Node
  readonly parent: Scope | null
  /** In the order of the text. */
  readonly bindings: Map<string, Binding[]>
  /** Made from another scope by `global` or `nonlocal`, so at a time that the text does not tell. */
  readonly remoteBindings: Map<string, Binding[]>
  /** Names that a `global` or `nonlocal` statement sends elsewhere. */
  readonly redirected: Map<string, 'global' | 'nonlocal'>
  /** Names that a `del` takes away somewhere. */
  readonly deleted: Set<string>
  /** Modules whose every name was imported here. */
  readonly starImports: string[]
  /** What a function may give back. */
  readonly returns: Located[]
  /** What a generator gives, one after the other. */
  readonly yields: Located[]
  /** Names whose items were assigned, as in `name[key] = value`. */
  readonly itemStores: Map<string, ItemStore[]>
}

/** An expression together with where it stands, so that its names can be looked up. */
export interface Located<T = Expression> {
  readonly node: T
  readonly site: Site
}

/** A run of statements that all execute or none: the body of a branch, a loop, a handler, or a whole scope. */
export interface Block {
  readonly parent: Block | null
  /** The innermost loop body this is in, itself included. */
  readonly loop: Block | null
}

/** Where an expression stands: decides what its names mean. */
export interface Site {
  readonly scope: Scope
  readonly block: Block
}

export type Bound =
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'value'; readonly value: Located }
  /** An item of an item of … `value`; an index is null where it is not known which. */
  | {
      readonly kind: 'item'
      readonly value: Located
      readonly indexes: readonly (number | null)[]
    }
  | { readonly kind: 'entered'; readonly value: Located }
  /** A part of a part of … `value`, as `case` patterns take them. */
  | { readonly kind: 'part'; readonly value: Located; readonly parts: readonly Part[] }
  | {
      readonly kind: 'augmented'
      readonly target: Name
      readonly op: BinaryOperator
      readonly value: Located
    }
  | { readonly kind: 'function'; readonly node: FunctionDef | AsyncFunctionDef }
  | { readonly kind: 'class'; readonly node: ClassDef }
  | {
      readonly kind: 'parameter'
      readonly node: FunctionDef | AsyncFunctionDef | Lambda
      readonly args: Arguments
      readonly name: string
      readonly annotation: Expression | null
    }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unknown' }

/** What a pattern takes of what it matches; a position is an attribute that only the class can tell. */
export type Part =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'key'; readonly key: Located }
  | { readonly kind: 'position' }

/** One place that gives a name a meaning. */
export interface Binding {
  readonly bound: Bound
  readonly site: Site
  /** Offset from which on it holds. */
  readonly at: number
}

export interface ItemStore {
  readonly key: Located
  readonly bound: Bound
}

export interface Lookup {
  readonly bindings: readonly Binding[]
  /** None of the bindings is sure to have happened, so the name may mean what it means outside, at last a builtin. */
  readonly mayBeOuter: boolean
  /** There are more bindings than are worth following. */
  readonly isPartial: boolean
  readonly starImports: readonly string[]
}

/** An empty name space. */
export function newScope(kind: Scope['kind'], node: Node, parent: Scope | null): Scope {
  return {
    kind,
    node,
    parent,
    bindings: new Map(),
    remoteBindings: new Map(),
    redirected: new Map(),
    deleted: new Set(),
    starImports: [],
    returns: [],
    yields: [],
    itemStores: new Map(),
  }
}

/** The name that `__name` has within a class, as Python's compiler changes it (language reference 6.2.1). */
export function mangled(name: string, scope: Scope | null): string {
  if (!name.startsWith('__') || name.endsWith('__')) return name
  for (let at = scope; at; at = at.parent) {
    if (at.node.kind === 'ClassDef') return mangledIn(name, at.node.name)
  }
  return name
}

/** The same within a class of this name. */
export function mangledIn(name: string, className: string): string {
  const owner = className.replace(/^_+/, '')
  const isPrivate = name.startsWith('__') && !name.endsWith('__')
  return isPrivate && owner !== '' ? `_${owner}${name}` : name
}

const noStars: readonly string[] = []
const noBindings: readonly Binding[] = []
const mostBindings = 16

/** The bindings that a name may refer to where it is used at offset `at`, as Python's scoping rules have it. */
export function lookUp(written: string, site: Site, at: number): Lookup {
  const name = mangled(written, site.scope)
  const found: Binding[] = []
  let starImports = noStars
  let caller: Scope | null = null
  let mayBeOuter = true
  for (let scope: Scope | null = site.scope; scope && mayBeOuter; scope = outer(scope)) {
    if (scope.starImports.length > 0) starImports = [...starImports, ...scope.starImports]
    if (scope.redirected.get(name) === 'global') {
      caller ??= scope
      scope = moduleScope(scope)
    }
    const use = { name, at, site, caller, found }
    if (isBoundIn(scope, name)) mayBeOuter = !collect(scope, use) && scope.kind !== 'function'
    if (scope.kind === 'function') caller ??= scope
  }
  return { bindings: found, mayBeOuter, isPartial: found.length >= mostBindings, starImports }
}

interface Use {
  readonly name: string
  readonly at: number
  readonly site: Site
  /** The function that the use is in, where the scope looked into is outside of it. */
  readonly caller: Scope | null
  readonly found: Binding[]
}

function isBoundIn(scope: Scope, name: string): boolean {
  if (scope.remoteBindings.has(name)) return true
  return scope.bindings.has(name) && !scope.redirected.has(name)
}

/** Adds what a scope binds the name to, and tells whether the name is sure to be bound. */
function collect(scope: Scope, use: Use): boolean {
  const local = scope.bindings.get(use.name) ?? noBindings
  const isSure = use.caller
    ? anytime(local, use.caller.node.start, use.found) && !scope.deleted.has(use.name)
    : reaching(local, use.site, use)
  take(scope.remoteBindings.get(use.name) ?? noBindings, use.found)
  return isSure
}

/** The module scope that a scope is in. */
export function moduleScope(scope: Scope): Scope {
  let top = scope
  while (top.parent) top = top.parent
  return top
}

/** A class body is not seen from the functions in it. */
function outer(scope: Scope): Scope | null {
  let next = scope.parent
  while (next && next.kind === 'class') next = next.parent
  return next
}

/** Adds what may hold at `at`, newest first, and tells whether the name is sure to be bound there. */
function reaching(
  all: readonly Binding[],
  site: Site,
  use: { readonly at: number; readonly found: Binding[] },
): boolean {
  const next = firstAfter(all, use.at)
  if (site.block.loop) take(all.slice(next, next + mostBindings), use.found, site.block)
  for (let i = next - 1; i >= 0 && use.found.length < mostBindings; i--) {
    const binding = all[i]
    if (!binding) continue
    const isDeleted = binding.bound.kind === 'deleted'
    if (!isDeleted) use.found.push(binding)
    if (isWithin(site.block, binding.site.block)) return !isDeleted
  }
  return false
}

/** From a function, which may run at any time after it is defined, every binding counts. */
function anytime(all: readonly Binding[], definedAt: number, found: Binding[]): boolean {
  take(all, found)
  return all.some(({ site, at }) => site.block.parent === null && at <= definedAt)
}

/** Adds bindings, where a block is given only those that a loop around it may bring back to it. */
function take(from: readonly Binding[], found: Binding[], block?: Block): void {
  for (const binding of from) {
    if (found.length >= mostBindings) return
    if (binding.bound.kind === 'deleted') continue
    if (!block || shareLoop(binding.site.block, block)) found.push(binding)
  }
}

/** The index of the first binding that holds only after `at`. */
function firstAfter(all: readonly Binding[], at: number): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

function isWithin(inner: Block, outerBlock: Block): boolean {
  for (let block: Block | null = inner; block; block = block.parent) {
    if (block === outerBlock) return true
  }
  return false
}

function shareLoop(a: Block, b: Block): boolean {
  for (let loop = a.loop; loop; loop = loop.parent?.loop ?? null) {
    if (isWithin(b, loop)) return true
  }
  return false
}
