import type { Meaning } from '../python/meaning.ts'
import type { Constant } from '../python/nodes.ts'
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
  const { nodes, sites, kinds } = bindings
  for (const i of bindings.indexesOf('Constant')) {
    const node = nodes[i]
    const site = sites[i]
    // What a statement of its own does nothing but stand there comes right after that statement.
    if (node?.kind !== 'Constant' || !site || (i > 0 && kinds[i - 1] === 'Expr')) continue
    if (typeof node.value === 'string') found.push({ text: node.value, node, site })
  }
  return found
}
