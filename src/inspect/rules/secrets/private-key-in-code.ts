import { isPlaceholder } from '../../find-secrets.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const head =
  /-----BEGIN ((RSA|DSA|EC|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY( BLOCK)?-----|PuTTY-User-Key-File-\d:|"private_key":\s*"-----BEGIN/

/** Private keys in PEM, OpenSSH, PGP and PuTTY form. */
export const privateKeyInCode: Rule = {
  id: 'private-key-in-code',
  title: 'A private key is written in the code',
  layer: 'pattern',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [321, 798],
  owasp: ['A02:2021', 'A07:2021'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        const match = text.length > 60 ? head.exec(text) : null
        const body = match
          ? text.slice(match.index + match[0].length).replaceAll(/[\s\\n]/g, '')
          : ''
        if (body.length < 40 || isPlaceholder(body.slice(0, 40)) || body.startsWith('...')) continue
        found.push({
          message: 'The code holds a private key.',
          at: node,
          help: 'Replace the key pair, and read the new key from a secret store.',
        })
      }
      return found
    }),
  ],
}
