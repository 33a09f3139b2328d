import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
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
  cwe: [208, 256],
  owasp: ['A02:2021'],
  on: [
    onNode('Compare', ({ node, site }, context) => {
      const { meaning } = context
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
      const names = [node.left, right].map(nameOfValue)
      const isNamed =
        names.every((name) => name !== undefined) &&
        names.some((name) => name !== undefined && secret.test(name))
      if (isStoredPassword(node.left, right) || isStoredPassword(right, node.left)) {
        return {
          message: 'A password is compared with one that is stored as it is.',
          confidence: 0.5,
          help: 'Store a hash made by argon2, bcrypt or scrypt, and check with its function.',
        }
      }
      const isKept = [node.left, right].some(
        (side, i) => isPassword([right, node.left][i]) && isSetting(side, site, context),
      )
      return isMac || isNamed || isKept
        ? {
            message: 'The comparison takes longer the more of the secret is right.',
            confidence: isMac ? 0.9 : 0.5,
            help: 'Use `hmac.compare_digest`.',
          }
        : undefined
    }),
  ],
}

/** The last name of a value or of what gives it; the parts of a header's name count as those of a variable's. */
function nameOfValue(node: Expression): string | undefined {
  const named = node.kind === 'Call' ? node.func : node
  return nameOf(named)?.replaceAll('-', '_')
}

/** `user.password == given`, though not `self.password == self.confirmation`. */
function isStoredPassword(stored: Expression, given: Expression): boolean {
  if (stored.kind !== 'Attribute' || !/^(password|passwd|pwd)$/i.test(stored.attr)) return false
  if (stored.value.kind !== 'Name' || /^(self|form|args|data|cls)$/.test(stored.value.id))
    return false
  return /^(password|passwd|pwd|raw_password|given_password|plain_password)$/i.test(
    nameOfValue(given) ?? '',
  )
}

function isConstant(node: Expression): boolean {
  return node.kind === 'Constant'
}

function isPassword(node: Expression | undefined): boolean {
  const name = node && nameOfValue(node)
  return name !== undefined && /(^|_)(password|passwd|token|secret|api_?key)$/i.test(name)
}

/** It is read from the environment or the settings of a framework. */
function isSetting(node: Expression, site: Site, { meaning }: Context): boolean {
  return meaning
    .paths(node, site)
    .some((path) =>
      /^(os\.environ(\[\]|\.get\(\))|os\.getenv\(\)|django\.conf\.settings\.\w+|flask\.current_app\.config\[\])$/.test(
        path,
      ),
    )
}
