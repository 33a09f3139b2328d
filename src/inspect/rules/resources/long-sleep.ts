import { originAt } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const choosers: ReadonlySet<SourceKind> = new Set(['request', 'tool', 'number'])
/** Seconds that a run has at most. */
const longest = 60
/** Nothing sensible sleeps longer, run or service. */
const weekSeconds = 7 * 24 * 3600

/** The script sleeps longer than a run lasts. */
export const longSleep: Rule = {
  id: 'long-sleep',
  title: 'The script sleeps longer than a run lasts',
  layer: 'calls',
  severity: 'low',
  confidence: 0.85,
  persona: 'default',
  cwe: [400],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      ['time.sleep', 'asyncio.sleep', 'signal.pause', 'threading.Event().wait'],
      (call, context) => {
        const origin = originAt(context, call.argument(0), call.site, choosers)
        if (origin && call.name !== 'threading.Event().wait') {
          return {
            message: `\`${call.shortName}\` waits as long as \`${origin.name}\` says.`,
            flow: origin.flow,
            help: 'Cap the number first.',
          }
        }
        const [value] = call.values(0)
        const seconds = value?.kind === 'number' ? Number(value.value) : 0
        if (call.name === 'signal.pause')
          return { message: '`signal.pause` waits for ever.', severity: 'medium', persona: 'gate' }
        return seconds > longest
          ? {
              message: `\`${call.shortName}\` waits ${seconds} seconds.`,
              severity: seconds > 3600 ? 'medium' : 'low',
              ...(seconds > weekSeconds ? {} : { persona: 'gate' as const }),
            }
          : undefined
      },
    ),
  ],
}
