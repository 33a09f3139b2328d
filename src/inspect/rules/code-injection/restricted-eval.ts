import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** `eval` with its builtins taken away, which is no protection. */
export const restrictedEval: Rule = {
  id: 'restricted-eval',
  title: 'Code is run without builtins as if that were safe',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [95, 693],
  owasp: ['A03:2021'],
  replaces: ['dynamic-code'],
  on: [
    onCall(['builtins.eval', 'builtins.exec'], (call, context) => {
      if (call.text(0) !== undefined) return undefined
      const isEmptied = call
        .values(1, 'globals')
        .some(
          (value) =>
            value.kind === 'mapping' &&
            value.entries.some(
              ({ key }) => key && context.meaning.text(key.node, key.site) === '__builtins__',
            ),
        )
      if (!isEmptied) return undefined
      return {
        message: `\`${call.shortName}\` without builtins still reaches everything through attributes.`,
        help: 'Use `ast.literal_eval` for literals, or a parser of your own.',
      }
    }),
  ],
}
