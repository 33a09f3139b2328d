import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** ECB: each block is enciphered alone. */
export const ecbMode: Rule = {
  id: 'ecb-mode',
  title: 'A cipher shows equal blocks',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.95,
  persona: 'default',
  cwe: [327],
  owasp: ['A02:2021'],
  on: [
    onCall(
      ['AES', 'DES', 'DES3', 'Blowfish', 'CAST', 'ARC2'].flatMap((name) => [
        `Crypto.Cipher.${name}.new`,
        `Cryptodome.Cipher.${name}.new`,
      ]),
      (call) => {
        const modes = call.values(1, 'mode')
        const isEcb = modes.some((value) =>
          value.kind === 'path'
            ? value.path.endsWith('.MODE_ECB')
            : value.kind === 'number' && value.value === 1,
        )
        return isEcb ? report(call) : undefined
      },
    ),
    onCall(
      ['cryptography.hazmat.primitives.ciphers.modes.ECB', 'pyaes.AESModeOfOperationECB'],
      report,
    ),
  ],
}

function report(call: CallMatch): Report {
  return {
    message: `\`${call.shortName}\` enciphers in ECB mode: equal blocks look equal.`,
    help: 'Use GCM, which also tells when data was changed.',
  }
}
