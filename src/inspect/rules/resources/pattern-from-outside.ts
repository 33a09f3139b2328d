import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { patternCalls } from '../../tables/patterns.ts'
import type { SourceKind } from '../../tables/sources.ts'

const senders: ReadonlySet<SourceKind> = new Set(['request', 'tool', 'network'])

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
      const node = call.argument(0, 'pattern')
      const origin = originOf(context, node && { node, site: call.site }, senders, 'regex')
      return origin
        ? {
            message: `\`${call.shortName}\` uses a pattern that comes from \`${origin.name}\`.`,
            flow: origin.flow,
            help: 'Use `re.escape`, or search for plain text.',
          }
        : undefined
    }),
  ],
}
