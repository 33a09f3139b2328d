import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const old = ['DES', 'DES3', 'ARC2', 'ARC4', 'Blowfish', 'CAST', 'XOR', 'IDEA']
const algorithms = ['ARC4', 'TripleDES', 'Blowfish', 'CAST5', 'IDEA', 'SEED', 'RC2']
const bases = [
  'cryptography.hazmat.primitives.ciphers.algorithms',
  'cryptography.hazmat.decrepit.ciphers.algorithms',
]

/** Ciphers that are broken or have blocks or keys that are too small. */
export const weakCipher: Rule = {
  id: 'weak-cipher',
  title: 'A broken cipher is used',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [327],
  owasp: ['A02:2021'],
  on: [
    onCall(
      [
        ...old.flatMap((name) => [`Crypto.Cipher.${name}.new`, `Cryptodome.Cipher.${name}.new`]),
        ...algorithms.flatMap((name) => bases.map((base) => `${base}.${name}`)),
        ...['pyDes.des', 'pyDes.triple_des', 'rc4.RC4', 'arc4.ARC4', 'des.DesKey'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` is a broken cipher.`,
        help: 'Use AES-GCM or ChaCha20-Poly1305, or `cryptography.fernet`.',
      }),
    ),
  ],
}
