import type { Expression } from '../../../python/nodes.ts'
import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNamedValue } from '../../rule.ts'
import { shownIn } from '../../shown-values.ts'
import type { SourceKind } from '../../tables/sources.ts'

const sinks = [
  'json.dump',
  'json.dumps',
  'yaml.dump',
  'yaml.safe_dump',
  'pickle.dump',
  'pickle.dumps',
  'toml.dump',
  'builtins.open().write',
  'pathlib.Path().open().write',
  'pathlib.Path().write_text',
  'configparser.ConfigParser().set',
]

/** Credentials that are written to files. */
export const secretStored: Rule = {
  id: 'secret-stored',
  title: 'A secret is stored as it is',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [312],
  owasp: ['A02:2021'],
  on: [
    onNamedValue(/^(\w{0,40}_)?(password|passwd)$/i, ({ value, site }, { meaning }) => {
      if (value.kind !== 'Call') return undefined
      const encoder = meaning.paths(value.func, site).find((path) => encoders.test(path))
      const given = encoder === undefined ? undefined : innermostName(value.args[0])
      return given !== undefined && /passw(or)?d|passwd|secret/i.test(given)
        ? {
            message: `\`${encoder}\` hides a password from nobody.`,
            help: 'Keep a hash made by argon2, bcrypt or scrypt.',
          }
        : undefined
    }),
    onCall(sinks, (call, context) => {
      for (const node of (call.call?.args ?? []).flatMap((given) => [given, ...shownIn(given)])) {
        const origin = originOf(context, { node, site: call.site }, kept)
        if (origin && !origin.name.startsWith('secrets.'))
          return report(call.shortName, origin.name)
        const direct = nameOf(node)
        if (
          direct !== undefined &&
          /^(\w{0,40}_)?(password|passwd|passphrase|private_key|api_?key|secret_key|client_secret|(access|auth|refresh|bearer)_token)$/i.test(
            direct,
          ) &&
          /write/.test(call.name)
        )
          return { ...report(call.shortName, direct), confidence: 0.6 }
      }
      return undefined
    }),
  ],
}

const kept: ReadonlySet<SourceKind> = new Set(['secret'])

function report(name: string, secret: string): Report {
  return {
    message: `\`${name}\` stores what \`${secret}\` gives as it is.`,
    help: 'Keep it in a keyring or secret store, or store only a hash.',
  }
}

/** Encodings that anybody undoes. */
const encoders = /^(base64\.\w*encode|binascii\.(hexlify|b2a_\w+)|codecs\.encode)$/

/** The variable in `password.encode()`. */
function innermostName(node: Expression | undefined): string | undefined {
  let at = node
  while (at?.kind === 'Call' && at.func.kind === 'Attribute') at = at.func.value
  return at && nameOf(at)
}
