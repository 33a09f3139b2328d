import { judgeImport } from '../../import-policy.ts'
import type { Rule } from '../../rule.ts'
import { onImport } from '../../rule.ts'
import { fullNameOf } from './full-name.ts'

/** A module that needs a person's eyes. */
export const importDenied: Rule = {
  id: 'import-denied',
  title: 'A dangerous module is imported',
  layer: 'imports',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [829],
  owasp: ['LLM06:2025'],
  on: [
    onImport((match, { policy }) => {
      const name = fullNameOf(match)
      if (judgeImport(name, policy) !== 'denied') return undefined
      return {
        message: `\`${name}\` may not be imported.`,
        help: 'Do without it, or have the policy allow it under `inspect -> imports -> allow`.',
      }
    }),
  ],
}
