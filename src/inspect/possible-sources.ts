import type { Meaning } from '../python/meaning.ts'
import type { Arguments, AsyncFunctionDef, FunctionDef } from '../python/nodes.ts'
import type { Scope } from '../python/scopes.ts'
import { nodesOf } from './nodes-of.ts'
import type { SourceKind } from './tables/sources.ts'
import { handledBy, sources } from './tables/sources.ts'

/** The kinds of outside data that are named anywhere in a file: what is not among them need not be followed. */
export function possibleSources(
  meaning: Meaning,
  attributes: ReadonlySet<string>,
): ReadonlySet<SourceKind> {
  const kinds = new Set<SourceKind>()
  const add = (kind: SourceKind | undefined) => kind && kinds.add(kind)
  for (const path of meaning.allPaths()) {
    add(sources.get(path))
    add(calledSources.get(path))
  }
  for (const attribute of attributes) {
    add(sources.get(`.${attribute}`))
    add(calledSources.get(`.${attribute}`))
  }
  for (const { node } of nodesOf(meaning.bindings, ['FunctionDef', 'AsyncFunctionDef'])) {
    if (takesRequest(node.args)) add('request')
    add(handledBy(decoratorsOf(node, meaning)))
  }
  return kinds
}

/** The sources that are calls, by what is called. */
const calledSources: ReadonlyMap<string, SourceKind> = new Map(
  [...sources].flatMap(([path, kind]) =>
    path.endsWith('()') ? [[path.slice(0, -'()'.length), kind]] : [],
  ),
)

function decoratorsOf(node: FunctionDef | AsyncFunctionDef, meaning: Meaning): readonly string[] {
  const scope: Scope | null | undefined = meaning.bindings.scopes.get(node)?.scope.parent
  if (!scope) return []
  const site = { scope, block: { parent: null, loop: null } }
  return node.decorators.flatMap((decorator) => meaning.paths(decorator, site))
}

function takesRequest({ posonlyargs, args, vararg, kwonlyargs, kwarg }: Arguments): boolean {
  return [...posonlyargs, ...args, vararg, ...kwonlyargs, kwarg].some(
    (arg) => arg?.name === 'request',
  )
}
