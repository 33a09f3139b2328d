import type { For, Node } from '../../../python/nodes.ts'
import { nodesIn } from '../../nodes-in.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** Losses are added up with all that made them. */
export const lossKeepsGraph: Rule = {
  id: 'loss-keeps-graph',
  title: 'Losses are kept together with their graphs',
  layer: 'names',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [401],
  owasp: [],
  on: [
    onNode('For', ({ node }, { attributes }) =>
      attributes.has('backward') ? reportOn(node) : undefined,
    ),
  ],
}

/** A loop that calls `x.backward()` and keeps `x` itself. */
function reportOn(loop: For): Report | undefined {
  const nodes = nodesIn(loop.body, ({ kind }) => kind === 'For')
  const losses = new Set(nodes.map(trained))
  for (const at of nodes) {
    const name = kept(at)
    if (name === undefined || !losses.has(name)) continue
    return {
      message: `\`${name}\` is kept with all the tensors it was worked out from.`,
      help: `Keep \`${name}.item()\`.`,
      at,
    }
  }
  return undefined
}

function trained(node: Node): string | undefined {
  if (node.kind !== 'Attribute' || node.attr !== 'backward') return undefined
  return node.value.kind === 'Name' ? node.value.id : undefined
}

function kept(node: Node): string | undefined {
  let value: Node | undefined
  if (node.kind === 'AugAssign' && node.op === 'Add') value = node.value
  if (node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'append') {
    value = node.args[0]
  }
  return value?.kind === 'Name' ? value.id : undefined
}
