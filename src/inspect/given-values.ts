import type { Expression } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import { lookUp } from '../python/scopes.ts'
import type { Context } from './context.ts'

const mostHops = 6

/** The value is a parameter of a function, or made of one, and no caller in this file says what it holds. */
export function isGiven(node: Expression, site: Site, context: Context, hops = 0): boolean {
  if (hops >= mostHops || context.meaning.text(node, site) !== undefined) return false
  const isPart = (part: Expression) => isGiven(part, site, context, hops + 1)
  switch (node.kind) {
    case 'Name':
      return lookUp(node.id, site, node.start).bindings.some(({ bound }) => {
        if (bound.kind === 'parameter') return bound.name !== 'self' && bound.name !== 'cls'
        if (bound.kind !== 'value' && bound.kind !== 'entered') return false
        return isGiven(bound.value.node, bound.value.site, context, hops + 1)
      })
    case 'Attribute':
    case 'Subscript':
    case 'Await':
    case 'FormattedValue':
      return isPart(node.value)
    case 'JoinedStr':
      return node.values.some(isPart)
    case 'BinOp':
      return isPart(node.left) || isPart(node.right)
    case 'Call':
      return (node.func.kind === 'Attribute' && isPart(node.func.value)) || node.args.some(isPart)
    default:
      return false
  }
}
