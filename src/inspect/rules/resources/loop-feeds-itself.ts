import type { For, Node } from '../../../python/nodes.ts'
import { nodesIn } from '../../nodes-in.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const growing = new Set(['append', 'extend', 'insert', 'appendleft'])

/** A loop adds to the list that it goes through. */
export const loopFeedsItself: Rule = {
  id: 'loop-feeds-itself',
  title: 'A loop adds to the list that it goes through',
  layer: 'names',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [835],
  owasp: [],
  on: [
    onNode('For', ({ node }) =>
      node.iter.kind === 'Name' ? reportOn(node, node.iter.id) : undefined,
    ),
  ],
}

function reportOn(loop: For, list: string): Report | undefined {
  const nodes = nodesIn(loop.body)
  if (nodes.some((node) => isWayOut(node, list))) return undefined
  const grown = nodes.find((node) => {
    if (node.kind !== 'Call' || node.func.kind !== 'Attribute') return false
    const { value, attr } = node.func
    return value.kind === 'Name' && value.id === list && growing.has(attr)
  })
  return (
    grown && {
      message: `The loop goes through \`${list}\` and makes it longer in every round.`,
      help: `Go through a copy: \`list(${list})\`.`,
      at: grown,
    }
  )
}

/** The loop may end, does it only at times, or goes on with another list. */
function isWayOut(node: Node, list: string): boolean {
  if (node.kind === 'Break' || node.kind === 'Return' || node.kind === 'If') return true
  return node.kind === 'Name' && node.id === list && node.ctx === 'Store'
}
