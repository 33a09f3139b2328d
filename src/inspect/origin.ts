import type { Expression, Name } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import { walk } from '../python/visit.ts'
import type { Context } from './context.ts'
import { isHarmless } from './flow-match.ts'
import { untrusted } from './tables/sources.ts'

/** Expressions that one question looks at, at most; past it the answer is no. */
const mostParts = 200

/** The value may hold what a stranger wrote, and nothing has made it harmless for `into` (see the cleaners). */
export function isUntrusted(
  node: Expression | undefined,
  site: Site,
  context: Context,
  into = 'name',
  kinds: readonly string[] = untrusted,
): boolean {
  if (!node || !context.mayHold(kinds)) return false
  return context.flow
    .origins(node, site)
    .some(({ source, cleaned }) => kinds.includes(source) && !isHarmless(cleaned, into))
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
  let found = false
  walk(root, (part) => {
    if (found || part.kind === 'Lambda') return false
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
