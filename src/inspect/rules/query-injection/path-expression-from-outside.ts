import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Path expressions that someone else wrote. */
export const pathExpressionFromOutside: Rule = {
  id: 'path-expression-from-outside',
  title: 'A JSONPath or JMESPath expression comes from outside',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [943, 643],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...[
          'jsonpath_ng.parse',
          'jsonpath_ng.ext.parse',
          'jsonpath_rw.parse',
          'jmespath.search',
          'jmespath.compile',
        ],
        ...['jq.compile', 'jsonata.Jsonata', 'glom.glom', 'objectpath.Tree().execute'],
      ],
      (call, context) => {
        const node = call.argument(call.name === 'glom.glom' ? 1 : 0)
        const origin = node && originOf(context, { node, site: call.site }, fromOutside)
        if (!origin) return undefined
        return {
          message: `\`${call.shortName}\` takes its expression from \`${origin.name}\`.`,
          flow: origin.flow,
          help: 'Keep the expressions in the code and choose one by name.',
        }
      },
    ),
  ],
}
