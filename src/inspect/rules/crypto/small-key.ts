import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Position, keyword and least size of the key by function. */
const sizes: ReadonlyMap<string, readonly [number, string, number]> = new Map<
  string,
  readonly [number, string, number]
>([
  ...['rsa', 'dsa'].map(
    (kind) =>
      [
        `cryptography.hazmat.primitives.asymmetric.${kind}.generate_private_key`,
        [kind === 'rsa' ? 1 : 0, 'key_size', 2048],
      ] as const,
  ),
  [
    'cryptography.hazmat.primitives.asymmetric.dh.generate_parameters',
    [1, 'key_size', 2048],
  ] as const,
  ...['Crypto', 'Cryptodome'].flatMap((base) =>
    ['RSA', 'DSA', 'ElGamal'].map(
      (kind) => [`${base}.PublicKey.${kind}.generate`, [0, 'bits', 2048]] as const,
    ),
  ),
  ['rsa.newkeys', [0, 'nbits', 2048]] as const,
  ['paramiko.RSAKey.generate', [0, 'bits', 2048]] as const,
  ['OpenSSL.crypto.PKey().generate_key', [1, 'bits', 2048]] as const,
])
const curves = ['SECP192R1', 'SECT163K1', 'SECT163R2']

/** Asymmetric keys that can be computed from their public part. */
export const smallKey: Rule = {
  id: 'small-key',
  title: 'A key is too small',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.95,
  persona: 'default',
  cwe: [326],
  owasp: ['A02:2021'],
  on: [
    onCall([...sizes.keys()], (call) => {
      const [at, keyword, least] = sizes.get(call.name) ?? [-1, '', 0]
      const size = call
        .values(at, keyword)
        .map(integerOf)
        .find((value) => value !== undefined && value < least)
      if (size === undefined) return undefined
      return {
        message: `\`${call.shortName}\` makes a key of ${size} bits; ${least} are the least.`,
        help: 'Make RSA keys of 3072 bits, or use Ed25519.',
      }
    }),
    onCall(['cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key'], (call) =>
      call.values(0, 'public_exponent').some((value) => integerOf(value) === 3)
        ? {
            message: `\`${call.shortName}\` takes the exponent 3, with which small mistakes of padding break RSA.`,
            help: 'Take 65537.',
          }
        : undefined,
    ),
    onCall(
      curves.map((curve) => `cryptography.hazmat.primitives.asymmetric.ec.${curve}`),
      (call) => ({
        message: `\`${call.shortName}\` is a curve that is too small.`,
        help: 'Use SECP256R1 or Ed25519.',
      }),
    ),
  ],
}
