import type { Expression, Name } from '../python/nodes.ts'
import { lookUp, type Site } from '../python/scopes.ts'
import { walk } from '../python/visit.ts'
import type { Context } from './context.ts'
import { entryDecorators, neutralCalls, untrustedNames } from './tables/untrusted.ts'

const deepest = 5
const names: ReadonlySet<string> = new Set(untrustedNames)

/** The value may hold what a stranger wrote: followed through names, expressions and calls in this file. */
export function isUntrusted(
  node: Expression | undefined,
  site: Site,
  context: Context,
  depth = 0,
): boolean {
  return anyPart(node, site, { context, depth }, (part, at) => {
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
  return anyPart(node, site, { context, depth: 0 }, (part, at) =>
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
  depth = 0,
): boolean {
  if (!node || context.meaning.text(node, site) !== undefined) return false
  if (node.kind === 'JoinedStr') return true
  if (node.kind === 'BinOp') {
    if (node.op === 'Mod') return isText(node.left, site, context)
    return (
      node.op === 'Add' &&
      [node.left, node.right].some(
        (side) => isText(side, site, context) || isComposed(side, site, context, depth + 1),
      )
    )
  }
  if (node.kind === 'Call' && node.func.kind === 'Attribute') {
    return /^(format|format_map|join|replace)$/.test(node.func.attr)
  }
  if (node.kind !== 'Name' || depth >= deepest) return false
  return context.meaning
    .assigned(node, site)
    .some((value) => isComposed(value.node, value.site, context, depth + 1))
}

function isText(node: Expression, site: Site, { meaning }: Context): boolean {
  return node.kind === 'JoinedStr' || meaning.text(node, site) !== undefined
}

interface Search {
  readonly context: Context
  readonly depth: number
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
  if (search.depth >= deepest) return false
  const deeper = { ...search, depth: search.depth + 1 }
  return search.context.meaning
    .assigned(name, site)
    .slice(0, 8)
    .some((value) => value.node !== name && anyPart(value.node, value.site, deeper, test))
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
