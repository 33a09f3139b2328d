import type { Expression } from '../../../python/nodes.ts'
import { isPlaceholder } from '../../find-secrets.ts'
import type { NamedValue } from '../../named-values.ts'
import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onNamedValue } from '../../rule.ts'
import { entropy } from '../../tables/checksums.ts'

const passwords =
  /^(\w{0,40}_)?(password|passwd|passphrase|pwd|pass_?word|db_?pass|user_?pass|root_?pass|admin_?pass)\d?$/i
const keys =
  /^(\w{0,40}_)?(api_?key|secret_?key|access_?key|access_?token|auth_?token|api_?token|api_?secret|client_?secret|bearer_?token|private_?key|encryption_?key|signing_?key|jwt_?secret|webhook_?secret|app_?secret|secret)$/i
const named = new RegExp(`${passwords.source}|${keys.source}`, 'i')
/** Names of fields, labels, files and messages about passwords. */
const about =
  /(^|_)(field|label|column|col|name|key_name|path|file|url|uri|prompt|hint|message|msg|regex|pattern|policy|length|min|max|header|env|var|type|param|id)$/i

/** Constants under the name of a password or key. */
export const passwordInCode: Rule = {
  id: 'password-in-code',
  title: 'A password is written in the code',
  layer: 'names',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [259, 798],
  owasp: ['A07:2021', 'ASVS-2.10.4'],
  on: [
    onNamedValue(named, ({ name, value: given, site, via }, { meaning }) => {
      const value = unwrapped(given)
      const isPassword = passwords.test(name)
      if (about.test(name)) return undefined
      const isLiteral =
        value.kind === 'Constant' ||
        value.kind === 'BinOp' ||
        (value.kind === 'Call' && value.args.length < 3)
      const text = isLiteral ? meaning.text(value, site) : undefined
      if (text === undefined || !isSecret(text, isPassword, via)) return undefined
      const isDefault = /change_?me/i.test(text)
      return {
        message:
          via === 'compared'
            ? `\`${name}\` is compared with a password that is written in the code.`
            : `\`${name}\` is a ${isPassword ? 'password' : 'key'} that is written in the code.`,
        ...(via === 'default' || text.length < 8 ? { confidence: 0.5 } : {}),
        ...(isDefault ? { severity: 'low' as const, confidence: 0.4 } : {}),
        help: 'Read it from a secret store or the environment.',
      }
    }),
  ],
}

/** What `SecretStr('…')` and a field's default hold. */
function unwrapped(value: Expression): Expression {
  if (value.kind !== 'Call') return value
  const name = nameOf(value.func) ?? ''
  if (/^(SecretStr|SecretBytes|Secret)$/.test(name)) return value.args[0] ?? value
  return /^(Field|field|Column|CharField)$/.test(name)
    ? (value.keywords.find(({ arg }) => arg === 'default')?.value ?? value)
    : value
}

function isSecret(text: string, isPassword: boolean, via: NamedValue['via']): boolean {
  const isFilled = !isPlaceholder(text) || (isPassword && /^change_?me\W?\d*$/i.test(text))
  if (text.length < (isPassword ? 3 : 8) || text.length > 400 || !isFilled) return false
  // A word in a table of words is a translation.
  if (via === 'key' && /^[A-Z][a-z]+$/.test(text)) return false
  if (/\s/.test(text) || /^(https?:|\/|\.{1,2}\/|[A-Z_]{6,}$)/.test(text)) return false
  if (
    /^(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?token|user|username|hidden|required|invalid|enter|input)/i.test(
      text,
    )
  )
    return /\d/.test(text)
  return isPassword || via === 'compared' ? true : /\d/.test(text) || entropy(text) > 3.5
}
