import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const frames = ['pandas.DataFrame()', 'pandas.Series()', 'pandas.DataFrame().groupby()']
const reaching =
  /^(to_(?!numeric|datetime|numpy|list|dict|frame|timestamp|period)\w+|eval|query|pipe|__\w+)$/

/** Methods that pandas calls because a text names them. */
export const methodByText: Rule = {
  id: 'method-by-text',
  title: 'A text names the method that pandas calls',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [470, 913],
  owasp: ['LLM05:2025'],
  on: [
    onCall(
      frames.flatMap((frame) =>
        ['agg', 'aggregate', 'apply', 'transform', 'map'].map((method) => `${frame}.${method}`),
      ),
      (call) => {
        const name = call.texts(0, 'func').find((text) => reaching.test(text))
        if (name === undefined) return undefined
        return {
          message: `\`${call.shortName.split('.').at(-1)}\` calls \`${name}\`, which is given as text.`,
          help: `Call \`.${name}()\` itself.`,
        }
      },
    ),
  ],
}
