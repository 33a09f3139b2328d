import type { Bindings } from '../python/bind.ts'
import type { Node } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>

/** The nodes of some kinds in the order of the text, each with where it stands. */
export function nodesOf<K extends Node['kind']>(
  bindings: Bindings,
  kinds: readonly K[],
): readonly { readonly node: Of<K>; readonly site: Site }[] {
  const [first = [], ...others] = kinds.map((kind) => bindings.indexesOf(kind))
  const indexes = others.length === 0 ? first : [first, ...others].flat().sort((a, b) => a - b)
  return indexes.flatMap((i) => {
    const node = bindings.nodes[i]
    const site = bindings.sites[i]
    return node && site && isOf(node, kinds) ? [{ node, site }] : []
  })
}

function isOf<K extends Node['kind']>(node: Node, kinds: readonly K[]): node is Of<K> {
  return kinds.some((kind) => kind === node.kind)
}
