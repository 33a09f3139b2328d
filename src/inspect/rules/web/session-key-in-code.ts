import type { Node } from '../../../python/nodes.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNamedValue, onStore } from '../../rule.ts'

/** Keys that sign sessions and cookies, as constants. */
export const sessionKeyInCode: Rule = {
  id: 'session-key-in-code',
  title: 'The key of sessions is written in the code',
  layer: 'names',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [798, 321],
  owasp: ['A02:2021', 'A07:2021'],
  replaces: ['password-in-code'],
  on: [
    onStore(({ node, owners, attribute }, context) => {
      const isApp = owners.some((owner) =>
        /^(flask\.Flask|quart\.Quart|starlette|sanic)/.test(owner),
      )
      const isKey =
        attribute === 'secret_key'
          ? isApp
          : node.kind === 'Subscript' &&
            /^(SECRET_KEY|JWT_SECRET_KEY|WTF_CSRF_SECRET_KEY)$/.test(nameOf(node) ?? '')
      return isKey && isGiven(node, context) ? { message, help } : undefined
    }),
    onNamedValue(
      /^(SECRET_KEY|JWT_SECRET_KEY|SESSION_SECRET|session_secret|COOKIE_SECRET|cookie_secret|SECRET_KEY_FALLBACK)$/,
      ({ value, site, via }, { meaning }) => {
        if (via === 'compared') return undefined
        const text = meaning.text(value, site)
        return text !== undefined && isKey(text) ? { message, help } : undefined
      },
    ),
    onCall(
      [
        'starlette.middleware.sessions.SessionMiddleware',
        '.add_middleware',
        'fastapi.FastAPI().add_middleware',
      ],
      (call) => {
        const text = call.text(-1, 'secret_key')
        return text !== undefined && isKey(text) ? { message, help } : undefined
      },
    ),
  ],
}

const message = 'The key that signs sessions is written in the code.'
const help = 'Read it from a secret store or the environment.'

function isKey(text: string): boolean {
  return text !== '' && !/^(<.*>|\$\{.*\})$/.test(text) && !nameOfKey.test(text)
}

/** Names of a key in the environment or in a store. */
const nameOfKey =
  /^[A-Z][A-Z\d]*(_[A-Z\d]+)*_(KEY|SECRET|TOKEN)$|^(aws|AWS)_?[Ss]ecret(_?[Aa]ccess)?_?[Kk]ey$/

/** A constant text follows the target of the assignment. */
function isGiven(target: Node, { text }: Context): boolean {
  return /^\s{0,8}=\s{0,8}[bru]{0,2}["'][^"']/.test(text.slice(target.end, target.end + 24))
}
