import type { BoolOp, Expression } from '../../../python/nodes.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** `x == 'a' or 'b'`, which is always true. */
export const conditionAlwaysTrue: Rule = {
  id: 'condition-always-true',
  title: 'A comparison with several texts is always true',
  layer: 'names',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [571, 697],
  owasp: ['A04:2021'],
  on: [onNode('BoolOp', reportOn)],
}

function reportOn({ node }: NodeMatch<BoolOp>): Report | undefined {
  const [first] = node.values
  if (node.op !== 'Or' || first?.kind !== 'Compare' || first.ops[0] !== 'Eq') return undefined
  const compared = first.comparators[0]
  if (compared?.kind !== 'Constant' || !node.values.slice(1).every(isTruthyConstant))
    return undefined
  return {
    message: 'This is true whatever the value is: the part after `or` is not compared.',
    help: 'Write `x in ("a", "b")`.',
  }
}

function isTruthyConstant(node: Expression): boolean {
  return node.kind === 'Constant' && Boolean(node.value)
}
