import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Write the function as a function.'

/** Functions that are put together of raw code objects. */
export const codeObjectMade: Rule = {
  id: 'code-object-made',
  title: 'A function is made from a code object',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [94, 913],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      ['types.FunctionType', 'types.LambdaType', 'types.CodeType', 'types.CellType'],
      (call) => call.call && { message: `\`${call.shortName}\` makes code out of data.`, help },
    ),
    onCall(['builtins.type()'], (call, context) => {
      const maker = call.node.kind === 'Call' ? call.node.args[0] : undefined
      const kinds = maker ? context.meaning.values(maker, call.site) : []
      if (!call.call || kinds.length === 0 || !kinds.every(({ kind }) => kind === 'function'))
        return undefined
      return { message: 'The type of a function is called, which makes code out of data.', help }
    }),
  ],
}
