import { backtracksExponentially } from '../../patterns/backtracking.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { patternCalls } from '../../tables/patterns.ts'

/** A regular expression that one text can keep busy for years. */
export const patternBacktracks: Rule = {
  id: 'pattern-backtracks',
  title: 'A regular expression takes exponential time on some texts',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [1333],
  owasp: ['A05:2021'],
  on: [
    onCall(patternCalls, (call) => {
      const pattern = call.text(0, 'pattern')
      if (pattern === undefined) return undefined
      if (!backtracksExponentially(pattern, call.name.endsWith('fullmatch'))) return undefined
      return {
        message: `\`${call.shortName}\` gets a pattern that takes exponential time on a text that nearly matches.`,
        help: 'Write it so that each character can be taken in one way only: no repeat directly inside of a repeat.',
      }
    }),
  ],
}
