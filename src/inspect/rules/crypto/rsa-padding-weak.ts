import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** RSA encryption with PKCS #1 v1.5 padding or none. */
export const rsaPaddingWeak: Rule = {
  id: 'rsa-padding-weak',
  title: 'RSA is used without safe padding',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [780],
  owasp: ['A02:2021'],
  on: [
    onCall(
      [
        ...['Crypto', 'Cryptodome'].map((base) => `${base}.Cipher.PKCS1_v1_5.new`),
        ...['Crypto', 'Cryptodome'].flatMap((base) =>
          ['generate', 'import_key', 'importKey'].map(
            (name) => `${base}.PublicKey.RSA.${name}().encrypt`,
          ),
        ),
        'rsa.encrypt',
        'rsa.decrypt',
      ],
      report,
    ),
    onCall(
      [
        '.encrypt',
        '.decrypt',
        'cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key().decrypt',
        'cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key().public_key().encrypt',
      ],
      (call) => {
        const isOld = call
          .values(1, 'padding')
          .some((value) => value.kind === 'path' && value.path.endsWith('padding.PKCS1v15()'))
        return isOld ? report(call) : undefined
      },
    ),
  ],
}

function report(call: CallMatch): Report {
  return {
    message: `\`${call.shortName}\` uses RSA with padding that can be taken off by asking.`,
    help: 'Use OAEP with SHA-256.',
  }
}
