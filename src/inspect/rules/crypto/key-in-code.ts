import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const ciphers = [
  'AES',
  'DES',
  'DES3',
  'Blowfish',
  'ARC4',
  'CAST',
  'ChaCha20',
  'Salsa20',
  'ChaCha20_Poly1305',
]

/** Keys of ciphers and signatures that are constants. */
export const keyInCode: Rule = {
  id: 'key-in-code',
  title: 'A key is written in the code',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [321, 798],
  owasp: ['A02:2021', 'A07:2021'],
  on: [
    onCall(
      [
        ...ciphers.flatMap((name) => [
          `Crypto.Cipher.${name}.new`,
          `Cryptodome.Cipher.${name}.new`,
        ]),
        ...['AES', 'ChaCha20', 'Camellia', 'TripleDES', 'ARC4'].map(
          (name) => `cryptography.hazmat.primitives.ciphers.algorithms.${name}`,
        ),
        ...['AESGCM', 'AESCCM', 'ChaCha20Poly1305'].map(
          (name) => `cryptography.hazmat.primitives.ciphers.aead.${name}`,
        ),
        ...[
          'cryptography.fernet.Fernet',
          'nacl.secret.SecretBox',
          'nacl.signing.SigningKey',
          'hmac.new',
          'hmac.digest',
          'pyaes.AESModeOfOperationCTR',
        ],
        ...[
          'pyDes.des',
          'pyDes.triple_des',
          'itsdangerous.URLSafeTimedSerializer',
          'itsdangerous.URLSafeSerializer',
          'itsdangerous.Signer',
          'itsdangerous.TimestampSigner',
        ],
      ],
      (call) =>
        report(
          call,
          call.values(0, 'key').length > 0 ? call.text(0, 'key') : call.text(0, 'secret_key'),
        ),
    ),
    onCall(['jwt.encode', 'jose.jwt.encode', 'jwt.decode', 'jose.jwt.decode'], (call) => {
      const key = call.text(1, 'key')
      const given = call.argument(1, 'key')
      // A constant of that name is reported where it stands.
      const isTold = given?.kind === 'Name' && /secret|key|password/i.test(given.id)
      return key?.includes('PUBLIC KEY') || key === '' || isTold ? undefined : report(call, key)
    }),
  ],
}

function report(call: CallMatch, key: string | undefined): Report | undefined {
  if (key === undefined) return undefined
  return {
    message: `\`${call.shortName}\` is given a key that is written in the code.`,
    help: 'Read the key from a secret store when it is needed.',
  }
}
