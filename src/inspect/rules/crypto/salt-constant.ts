import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const salts: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['hashlib.pbkdf2_hmac', [2, 'salt']],
  ['hashlib.scrypt', [-1, 'salt']],
  ['bcrypt.hashpw', [1, 'salt']],
  ['bcrypt.kdf', [1, 'salt']],
  ['crypt.crypt', [1, 'salt']],
  ['cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC', [2, 'salt']],
  ['cryptography.hazmat.primitives.kdf.scrypt.Scrypt', [0, 'salt']],
  ['Crypto.Protocol.KDF.PBKDF2', [1, 'salt']],
  ['Crypto.Protocol.KDF.scrypt', [1, 'salt']],
  ['Cryptodome.Protocol.KDF.PBKDF2', [1, 'salt']],
  ['Cryptodome.Protocol.KDF.scrypt', [1, 'salt']],
  ['argon2.low_level.hash_secret', [1, 'salt']],
  ['werkzeug.security.pbkdf2_hex', [1, 'salt']],
  ['django.contrib.auth.hashers.make_password', [1, 'salt']],
])

/** Salts that are the same for everyone. */
export const saltConstant: Rule = {
  id: 'salt-constant',
  title: 'The salt of a password is constant',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [760, 759],
  owasp: ['A02:2021'],
  on: [
    onCall([...salts.keys()], (call) => {
      const [at, keyword] = salts.get(call.name) ?? [-1, '']
      if (call.text(at, keyword) === undefined) return undefined
      return {
        message: `\`${call.shortName}\` is given a constant salt.`,
        help: 'Make a salt for each password with `os.urandom(16)` and store it beside the hash.',
      }
    }),
  ],
}
