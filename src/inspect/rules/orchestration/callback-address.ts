import type { Expression } from '../../../python/nodes.ts'
import { isGiven } from '../../given-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import { originOf } from '../../value-origins.ts'

const callback = /webhook|callback|notify_?url|hook_url/i

/** Results are sent wherever the job says. */
export const callbackAddress: Rule = {
  id: 'callback-address',
  title: 'Results are sent to an address from the job itself',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [918],
  owasp: ['A10:2021'],
  on: [
    onCall(
      [...httpCalls].filter(([, { at }]) => at >= 0).map(([name]) => name),
      (call, context): Report | undefined => {
        const { at, keyword } = httpCalls.get(call.name) ?? { at: 0, keyword: 'url' }
        const node = call.argument(at, keyword)
        if (!node || !callback.test(written(node))) return undefined
        const origin = originOf(node, { site: call.site, context }, [
          'web',
          'settings',
          'download',
          'tool',
          'model',
        ])
        if (!origin && isGiven(node, call.site, context)) {
          return {
            message: `\`${call.shortName}\` sends to whatever address the job names.`,
            severity: 'low',
            confidence: 0.5,
            help: 'Check the host against a list, and refuse private addresses.',
          }
        }
        return (
          origin && {
            message: `\`${call.shortName}\` sends to an address that comes from \`${origin.name}\`.`,
            help: 'Check the host against a list, and refuse private addresses.',
          }
        )

        function written({ start, end }: Expression): string {
          return context.text.slice(start, Math.min(end, start + 300))
        }
      },
    ),
  ],
}
