import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword, onNode } from '../../rule.ts'

/** A model's own filter is turned off. */
export const safetyFilterOff: Rule = {
  id: 'safety-filter-off',
  title: "A model's safety filter is turned off",
  layer: 'calls',
  severity: 'low',
  confidence: 0.85,
  persona: 'default',
  cwe: [693],
  owasp: ['LLM05:2025'],
  on: [
    onKeyword(
      ['safety_checker', 'requires_safety_checker'],
      ({ node: { arg: keyword, value: node }, site }, { meaning }): Report | undefined => {
        const [value] = meaning.values(node, site)
        const isOff = value?.kind === 'none' || (value?.kind === 'boolean' && !value.value)
        return isOff ? { message: `\`${keyword}\` turns the picture filter off.` } : undefined
      },
    ),
    onNode('Constant', ({ node }): Report | undefined =>
      node.value === 'BLOCK_NONE'
        ? { message: '`BLOCK_NONE` turns a safety filter off.' }
        : undefined,
    ),
    onCall(
      [
        'google.generativeai.types.HarmBlockThreshold.BLOCK_NONE',
        'google.genai.types.HarmBlockThreshold.BLOCK_NONE',
        'vertexai.generative_models.HarmBlockThreshold.BLOCK_NONE',
      ],
      (): Report => ({ message: '`BLOCK_NONE` turns a safety filter off.' }),
    ),
  ],
}
