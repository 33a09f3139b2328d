import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Random tokens that can be guessed. */
export const tokenTooShort: Rule = {
  id: 'token-too-short',
  title: 'A token has too little randomness',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [331],
  owasp: ['A02:2021'],
  on: [
    onCall(['secrets.token_hex', 'secrets.token_urlsafe', 'secrets.token_bytes'], (call) => {
      const bytes = call
        .values(0, 'nbytes')
        .map(integerOf)
        .find((value) => value !== undefined && value < 8)
      if (bytes === undefined) return undefined
      return {
        message: `\`${call.shortName}\` makes a token of ${bytes} bytes.`,
        help: 'Take 16 bytes or more, or leave the length out.',
      }
    }),
    onCall(['secrets.randbits', 'random.SystemRandom().getrandbits'], (call) => {
      const bits = call
        .values(0, 'k')
        .map(integerOf)
        .find((value) => value !== undefined && value < 64)
      return bits === undefined
        ? undefined
        : {
            message: `\`${call.shortName}\` gives ${bits} bits.`,
            help: 'Take 128 bits or more.',
            confidence: 0.5,
          }
    }),
  ],
}
