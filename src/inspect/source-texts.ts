import type { Expression } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import type { Context } from './context.ts'

/** A text that the code holds, with where it stands. */
export interface SourceText {
  readonly text: string
  readonly node: Expression
  readonly site: Site
}

/** Every constant text of the code that is used as a value; docstrings and other texts that do nothing are left out. */
export function* sourceTexts({ meaning }: Context): Generator<SourceText> {
  const { nodes, sites } = meaning.bindings
  const idle = new Set<unknown>()
  for (const node of nodes) if (node.kind === 'Expr') idle.add(node.value)
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    const site = sites[i]
    if (node?.kind !== 'Constant' || typeof node.value !== 'string' || !site) continue
    if ((node.type === 'str' || node.type === 'bytes') && !idle.has(node)) {
      yield { text: node.value, node, site }
    }
  }
}
