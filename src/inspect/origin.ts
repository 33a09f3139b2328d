import type { Expression, Name } from '../python/nodes.ts'
import { lookUp, type Site } from '../python/scopes.ts'
import { walk } from '../python/visit.ts'
import type { Context } from './context.ts'
import { entryDecorators, neutralCalls, untrustedNames } from './tables/untrusted.ts'

/** Expressions that one question looks at, at most; past it the answer is no. */
const mostParts = 200
const names: ReadonlySet<string> = new Set(untrustedNames)

/** The value may hold what a stranger wrote: followed through names, expressions and calls in this file. */
export function isUntrusted(node: Expression | undefined, site: Site, context: Context): boolean {
  return anyPart(node, site, searchIn(context), (part, at) => {
    if (context.meaning.paths(part, at).some(isUntrustedPath)) return true
    return part.kind === 'Name' && isEntryParameter(part, at)
  })
}

/** The value may come from a call of one of these functions. */
export function isFromCall(
  node: Expression | undefined,
  site: Site,
  context: Context,
  functions: ReadonlySet<string>,
): boolean {
  return anyPart(node, site, searchIn(context), (part, at) =>
    part.kind === 'Call'
      ? context.meaning.paths(part.func, at).some((path) => functions.has(path))
      : false,
  )
}

/** A text that is put together of parts of which one at least is not known. */
export function isComposed(
  node: Expression | undefined,
  site: Site,
  context: Context,
  seen: Set<Expression> = new Set(),
): boolean {
  if (!node || seen.has(node) || seen.size >= mostParts) return false
  seen.add(node)
  if (context.meaning.text(node, site) !== undefined) return false
  if (node.kind === 'JoinedStr') return true
  if (node.kind === 'BinOp') {
    if (node.op === 'Mod') return isText(node.left, site, context)
    return (
      node.op === 'Add' &&
      [node.left, node.right].some(
        (side) => isText(side, site, context) || isComposed(side, site, context, seen),
      )
    )
  }
  if (node.kind === 'Call' && node.func.kind === 'Attribute') {
    return /^(format|format_map|join|replace)$/.test(node.func.attr)
  }
  if (node.kind !== 'Name') return false
  return context.meaning
    .assigned(node, site)
    .some((value) => isComposed(value.node, value.site, context, seen))
}

function isText(node: Expression, site: Site, { meaning }: Context): boolean {
  return node.kind === 'JoinedStr' || meaning.text(node, site) !== undefined
}

interface Search {
  readonly context: Context
  /** Looked at already, so that the work stays linear however names are chained. */
  readonly seen: Set<Expression>
}

function searchIn(context: Context): Search {
  return { context, seen: new Set() }
}

type Test = (part: Expression, site: Site) => boolean

/** Whether a part of an expression, or of what its names were assigned, passes the test. */
function anyPart(root: Expression | undefined, site: Site, search: Search, test: Test): boolean {
  if (!root) return false
  const { meaning } = search.context
  let found = false
  walk(root, (part) => {
    if (found || part.kind === 'Lambda') return false
    if (part.kind === 'Call' && meaning.paths(part.func, site).some((p) => neutralCalls.has(p))) {
      return false
    }
    if (part.kind !== 'Name' && part.kind !== 'Attribute' && part.kind !== 'Call') return true
    found = test(part, site) || (part.kind === 'Name' && inAssigned(part, site, search, test))
    return !found
  })
  return found
}

function inAssigned(name: Name, site: Site, search: Search, test: Test): boolean {
  for (const value of search.context.meaning.assigned(name, site)) {
    if (search.seen.size >= mostParts) return false
    if (search.seen.has(value.node)) continue
    search.seen.add(value.node)
    if (anyPart(value.node, value.site, search, test)) return true
  }
  return false
}

function isUntrustedPath(path: string): boolean {
  for (let end = path.length; end > 0; ) {
    if (names.has(path.slice(0, end))) return true
    end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1))
  }
  return false
}

/** A parameter of a function that a framework calls with what it was sent. */
function isEntryParameter(name: Name, site: Site): boolean {
  return lookUp(name.id, site, name.start).bindings.some(({ bound }) => {
    if (bound.kind !== 'parameter' || bound.node.kind === 'Lambda') return false
    if (bound.name === 'self' || bound.name === 'cls') return false
    return bound.node.decorators.some((decorator) => {
      const maker = decorator.kind === 'Call' ? decorator.func : decorator
      const last = maker.kind === 'Attribute' ? maker.attr : maker.kind === 'Name' ? maker.id : ''
      return entryDecorators.has(last)
    })
  })
}
