import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNamedValue } from '../../rule.ts'

const fast = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3_256',
  'sha3_512',
  'blake2b',
  'blake2s',
]
const password =
  /^(user_?|raw_?|plain_?|new_?|my_?|hashed_?)*(passw(or)?d|passwd|pwd|passphrase|password_?\w{0,12}|\w{1,20}_password|pin_code)$/i

/** Passwords that are hashed by functions made to be fast. */
export const passwordHashFast: Rule = {
  id: 'password-hash-fast',
  title: 'A password is hashed with a fast function',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [916, 759],
  owasp: ['A02:2021', 'ASVS-6.2.8'],
  replaces: ['weak-hash'],
  on: [
    onNamedValue(/^PASSWORD_HASHERS$/, ({ value }) => {
      if (value.kind !== 'List') return undefined
      const [first] = value.elts
      const hasher = first?.kind === 'Constant' ? String(first.value) : ''
      return /MD5|SHA1|Unsalted|Crypt\w*Hasher/.test(hasher)
        ? {
            message: `\`${hasher.split('.').at(-1)}\` makes hashes that are quickly guessed.`,
            help,
          }
        : undefined
    }),
    onCall([...fast.map((name) => `hashlib.${name}`)], (call) =>
      check(call, call.argument(0, 'string')),
    ),
    onCall(['hashlib.new'], (call) => check(call, call.argument(1, 'data'))),
    onCall(['.update'], (call, { meaning }) => {
      if (call.node.kind !== 'Attribute' || call.node.value.kind !== 'Name') return undefined
      const values = meaning.assigned(call.node.value, call.site)
      const isHash = values.some(
        ({ node, site }) =>
          node.kind === 'Call' &&
          meaning.paths(node.func, site).some((path) => path.startsWith('hashlib.')),
      )
      return isHash ? check(call, call.argument(0)) : undefined
    }),
    onCall(
      fast.map((name) => `hashlib.${name}().update`),
      (call) => check(call, call.argument(0)),
    ),
    onCall(
      [
        'crypt.crypt',
        'passlib.hash.md5_crypt.hash',
        'passlib.hash.des_crypt.hash',
        'passlib.hash.lmhash.hash',
        'passlib.hash.nthash.hash',
        'passlib.hash.plaintext.hash',
      ],
      (call) => ({
        message: `\`${call.shortName}\` hashes passwords in a way that is quickly guessed.`,
        help,
      }),
    ),
  ],
}

const help = 'Use argon2, bcrypt, `hashlib.scrypt` or `hashlib.pbkdf2_hmac`.'

function check(call: CallMatch, argument: Expression | undefined): Report | undefined {
  const name = argument && passwordIn(argument)
  if (name === undefined) return undefined
  return { message: `\`${call.shortName}\` is too fast to hash \`${name}\`, a password.`, help }
}

/** The name of a password that is hashed, also with salt added or encoded. */
function passwordIn(node: Expression): string | undefined {
  switch (node.kind) {
    case 'Name':
    case 'Attribute': {
      const name = nameOf(node)
      return name !== undefined && password.test(name) ? name : undefined
    }
    case 'Call':
      if (node.func.kind === 'Attribute') return passwordIn(node.func.value)
      return nameOf(node.func) === 'len' ? undefined : node.args[0] && passwordIn(node.args[0])
    case 'BinOp':
      return passwordIn(node.left) ?? passwordIn(node.right)
    case 'JoinedStr':
      return node.values
        .map((part) => (part.kind === 'FormattedValue' ? passwordIn(part.value) : undefined))
        .find(Boolean)
    default:
      return undefined
  }
}
