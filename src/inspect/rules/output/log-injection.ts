import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const loggers = ['debug', 'info', 'warning', 'error', 'critical', 'exception'].flatMap((name) => [
  `logging.${name}`,
  `logging.getLogger().${name}`,
  `flask.Flask().logger.${name}`,
])
const request: ReadonlySet<SourceKind> = new Set(['request'])

/** What clients send, in logs. */
export const logInjection: Rule = {
  id: 'log-injection',
  title: 'A log line may hold others that were made up',
  layer: 'taint',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [117],
  owasp: ['A09:2021'],
  on: [
    onCall(loggers, (call, context) => {
      for (const node of call.call?.args ?? []) {
        if (node.kind === 'Call' && nameOf(node.func) === 'repr') continue
        const origin = originOf(context, { node, site: call.site }, request, 'log')
        if (origin)
          return {
            message: `\`${call.shortName}\` logs what \`${origin.name}\` gives, line breaks included.`,
            flow: origin.flow,
            help: 'Log `repr(value)`.',
          }
      }
      return undefined
    }),
  ],
}
