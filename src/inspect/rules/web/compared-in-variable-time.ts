import type { Expression } from '../../../python/nodes.ts'
import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const secret =
  /^(\w{0,30}_)?(signature|digest|hmac|mac|csrf_token|api_key|auth_token|access_token|secret_token|webhook_secret)$/i
const macs = /^hmac\.(new\(\)\.(hex)?digest|digest)\(\)$/

/** Digests and tokens that are compared by `==`. */
export const comparedInVariableTime: Rule = {
  id: 'compared-in-variable-time',
  title: 'A secret is compared in a time that tells how much is right',
  layer: 'names',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [208],
  owasp: ['A02:2021'],
  on: [
    onNode('Compare', ({ node, site }, { meaning }) => {
      const [right] = node.comparators
      if (
        !right ||
        (node.ops[0] !== 'Eq' && node.ops[0] !== 'NotEq') ||
        isConstant(right) ||
        isConstant(node.left)
      )
        return undefined
      const isMac = [node.left, right].some((side) =>
        meaning.paths(side, site).some((path) => macs.test(path)),
      )
      const names = [node.left, right].map(nameOf)
      const isNamed =
        names.every((name) => name !== undefined) &&
        names.some((name) => name !== undefined && secret.test(name))
      return isMac || isNamed
        ? {
            message: 'The comparison takes longer the more of the secret is right.',
            confidence: isMac ? 0.9 : 0.5,
            help: 'Use `hmac.compare_digest`.',
          }
        : undefined
    }),
  ],
}

function isConstant(node: Expression): boolean {
  return node.kind === 'Constant'
}
