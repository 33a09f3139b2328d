import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const modes = ['CBC', 'CTR', 'CFB', 'OFB']

/** Cipher modes that do not tell when data was changed. */
export const cipherWithoutAuthentication: Rule = {
  id: 'cipher-without-authentication',
  title: 'Encrypted data can be changed unseen',
  layer: 'calls',
  severity: 'low',
  confidence: 0.6,
  persona: 'pedantic',
  cwe: [353],
  owasp: ['A02:2021'],
  on: [
    onCall(
      modes.map((mode) => `cryptography.hazmat.primitives.ciphers.modes.${mode}`),
      (call, context) => report(call.shortName, context),
    ),
    onCall(['Crypto.Cipher.AES.new', 'Cryptodome.Cipher.AES.new'], (call, context) => {
      const isPlain = call
        .values(1, 'mode')
        .some(
          (value) =>
            value.kind === 'path' && modes.some((mode) => value.path.endsWith(`.MODE_${mode}`)),
        )
      return isPlain ? report(call.shortName, context) : undefined
    }),
  ],
}

/** A message authentication code anywhere in the file counts. */
function report(name: string, { text }: Context): Report | undefined {
  if (/\b(hmac|HMAC|CMAC|Poly1305)\b/.test(text)) return undefined
  return {
    message: `\`${name}\` enciphers without telling when data was changed.`,
    help: 'Use GCM or ChaCha20-Poly1305.',
  }
}
