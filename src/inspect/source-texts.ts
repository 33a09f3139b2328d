import type { Meaning } from '../python/meaning.ts'
import type { Constant, Node } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'

/** A text that the code holds, with where it stands. */
export interface SourceText {
  readonly text: string
  readonly node: Constant
  readonly site: Site
}

/** Every constant text of the code that is used as a value; docstrings and other texts that do nothing are left out. */
export function sourceTexts({ bindings }: Meaning): readonly SourceText[] {
  const found: SourceText[] = []
  const { nodes, sites } = bindings
  let idle: Node | undefined
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    const site = sites[i]
    if (node?.kind === 'Expr') idle = node.value
    if (node?.kind !== 'Constant' || node === idle || !site) continue
    if (typeof node.value === 'string') found.push({ text: node.value, node, site })
  }
  return found
}
