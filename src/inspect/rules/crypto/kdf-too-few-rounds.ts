import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Least rounds by function: position, keyword and value. */
const least: ReadonlyMap<string, readonly [number, string, number]> = new Map([
  ['hashlib.pbkdf2_hmac', [3, 'iterations', 100_000]],
  ['cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC', [3, 'iterations', 100_000]],
  ['Crypto.Protocol.KDF.PBKDF2', [3, 'count', 100_000]],
  ['Cryptodome.Protocol.KDF.PBKDF2', [3, 'count', 100_000]],
  ['hashlib.scrypt', [-1, 'n', 16_384]],
  ['cryptography.hazmat.primitives.kdf.scrypt.Scrypt', [2, 'n', 16_384]],
  ['bcrypt.gensalt', [0, 'rounds', 10]],
  ['passlib.hash.pbkdf2_sha256.using', [-1, 'rounds', 100_000]],
  ['passlib.hash.bcrypt.using', [-1, 'rounds', 10]],
])

/** Password hashing with fewer rounds than guessing costs today. */
export const kdfTooFewRounds: Rule = {
  id: 'kdf-too-few-rounds',
  title: 'A key is derived with too little work',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [916],
  owasp: ['A02:2021', 'ASVS-6.2.8'],
  on: [
    onCall([...least.keys()], (call) => {
      const row = least.get(call.name)
      if (!row || !call.call) return undefined
      const [at, keyword, enough] = row
      const values = call.values(at, keyword)
      const few = values.map(integerOf).find((value) => value !== undefined && value < enough)
      const isDefault = values.length === 0 && call.name.endsWith('KDF.PBKDF2') && !call.hasSpread
      if (few === undefined && !isDefault) return undefined
      return {
        message: `\`${call.shortName}\` does ${few ?? 1_000} rounds; ${enough} are the least that slows guessing down.`,
        help: 'Take 600,000 rounds of PBKDF2 with SHA-256, 2**15 for scrypt, 12 for bcrypt, or argon2.',
      }
    }),
    onCall(['werkzeug.security.generate_password_hash'], (call) => {
      const method = call.text(1, 'method') ?? ''
      const rounds = /^pbkdf2(?::\w+)?:(\d+)$/.exec(method)?.[1]
      const isPlain = /^(plain|md5|sha1|sha256|sha512)$/.test(method)
      return isPlain || (rounds !== undefined && Number(rounds) < 100_000)
        ? {
            message: `\`generate_password_hash\` with \`${method}\` slows guessing down too little.`,
            help: 'Leave the default method.',
          }
        : undefined
    }),
  ],
}
