import type { Report, Rule } from '../../rule.ts'
import { onModelCall } from '../../rule.ts'

const limits = new Set([
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'timeout',
  'config',
  'generation_config',
])

/** An answer of any length, at any price. */
export const modelCallUnbounded: Rule = {
  id: 'model-call-unbounded',
  title: 'A model is asked without a limit to its answer',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'pedantic',
  cwe: [770],
  owasp: ['LLM10:2025'],
  on: [
    onModelCall(({ node }): Report | undefined => {
      if (
        node.keywords.length === 0 ||
        node.keywords.some(({ arg }) => arg === null || limits.has(arg))
      )
        return undefined
      if (!node.keywords.some(({ arg }) => arg === 'model')) return undefined
      return {
        message: 'Nothing limits the length of the answer.',
        help: 'Pass `max_tokens` and `timeout`.',
      }
    }),
  ],
}
