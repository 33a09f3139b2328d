import type { Comprehension, Positioned } from '../nodes.ts'

/** What can hold names of its own. */
export type ScopeKind =
  | 'module'
  | 'class'
  | 'function'
  | 'async function'
  | 'comprehension'
  | 'type parameters'

/** How a name occurs in a scope. */
export interface NameUses {
  isUsed: boolean
  isBound: boolean
  isParameter: boolean
  isAnnotated: boolean
  isGlobal: boolean
  isNonlocal: boolean
  isIterated: boolean
}

/** One scope while it is being read. */
export interface Scope {
  readonly kind: ScopeKind
  readonly parent: Scope | null
  readonly names: Map<string, NameUses>
  /** Of a comprehension: how messages call it. */
  readonly label: string
  /** Set while the iterable of a comprehension is read, where `:=` is not allowed. */
  isIterable: boolean
  hasYield: boolean
  /** Where a function returns a value. */
  valueReturn: Positioned | null
}

/** A fresh scope inside `parent`. */
export function openScope(kind: ScopeKind, parent: Scope | null, label = ''): Scope {
  return {
    kind,
    parent,
    names: new Map(),
    label,
    isIterable: parent?.isIterable ?? false,
    hasYield: false,
    valueReturn: null,
  }
}

/** What is known of a name in a scope, from its first mention on. */
export function usesOf(scope: Scope, name: string): NameUses {
  let uses = scope.names.get(name)
  if (uses === undefined) {
    uses = {
      isUsed: false,
      isBound: false,
      isParameter: false,
      isAnnotated: false,
      isGlobal: false,
      isNonlocal: false,
      isIterated: false,
    }
    scope.names.set(name, uses)
  }
  return uses
}

/** The scope that code in `scope` runs in: comprehensions and type parameters belong to what is around them. */
export function runningScope(scope: Scope): Scope {
  let found = scope
  while (found.parent !== null && !isBody(found)) found = found.parent
  return found
}

/** True for a function of either kind; lambdas are functions. */
export function isFunction(scope: Scope): boolean {
  return scope.kind === 'function' || scope.kind === 'async function'
}

/** Why a nonlocal declaration names nothing, or null where an enclosing function binds the name. */
export function nonlocalFault(scope: Scope, name: string): string | null {
  for (let at = scope.parent; at !== null && at.kind !== 'module'; at = at.parent) {
    if (at.kind === 'class' && name === '__class__') return null
    const uses = at.names.get(name)
    if (uses === undefined || at.kind === 'class' || uses.isGlobal) continue
    if (at.kind === 'type parameters' && uses.isBound) {
      return `nonlocal binding not allowed for type parameter '${name}'`
    }
    if (isFunction(at) && (uses.isBound || uses.isParameter)) return null
  }
  return `no binding for nonlocal '${name}' found`
}

/** True where running the comprehension takes an event loop. */
export function isAsynchronous(generators: readonly Comprehension[]): boolean {
  return generators.some((generator) => generator.isAsync)
}

function isBody(scope: Scope): boolean {
  return scope.kind !== 'comprehension' && scope.kind !== 'type parameters'
}
