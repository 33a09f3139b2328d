import { fileSinks, pathArguments, pathMethods } from '../../file-sinks.ts'
import { modelWrote } from '../../model-flow.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import { originOf } from '../../value-origins.ts'

const fetching = [...httpCalls].filter(([, { at }]) => at >= 0).map(([name]) => name)

/** A model chooses a file or an address. */
export const modelOutputAsPlace: Rule = {
  id: 'model-output-as-place',
  title: 'A model chooses which file or address is used',
  layer: 'taint',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [22, 918],
  owasp: ['LLM05:2025', 'LLM06:2025'],
  replaces: ['request-forgery', 'path-traversal'],
  on: [
    onCall([...fileSinks, ...pathMethods], (call, context) => {
      const at = { site: call.site, context }
      const origin = pathArguments(call)
        .map((node) => originOf(node, at, ['model']))
        .find(Boolean)
      return origin
        ? {
            message: `\`${call.shortName}\` uses a path that the model wrote (\`${origin.name}\`).`,
            help: 'Take the last part only, and check that the file lies in the folder meant.',
          }
        : undefined
    }),
    onCall(fetching, (call, context) => {
      const { at, keyword } = httpCalls.get(call.name) ?? { at: 0, keyword: 'url' }
      return modelWrote(call, context, 'uses an address', { position: at, keyword })
    }),
  ],
}
