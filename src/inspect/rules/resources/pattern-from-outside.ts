import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { patternCalls } from '../../tables/patterns.ts'
import { originOf } from '../../value-origins.ts'

/** Someone else writes the regular expression. */
export const patternFromOutside: Rule = {
  id: 'pattern-from-outside',
  title: 'Someone else writes the regular expression',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [1333, 625],
  owasp: ['A03:2021'],
  on: [
    onCall(patternCalls, (call, context) => {
      const origin = originOf(call.argument(0, 'pattern'), { site: call.site, context }, [
        'web',
        'tool',
        'download',
      ])
      return origin
        ? {
            message: `\`${call.shortName}\` uses a pattern that comes from \`${origin.name}\`.`,
            help: 'Use `re.escape`, or search for plain text.',
          }
        : undefined
    }),
  ],
}
