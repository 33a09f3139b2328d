import type { Rule } from '../../rule.ts'
import { onKeyword } from '../../rule.ts'

/** An index of vectors that is a pickle. */
export const vectorIndexUnpickled: Rule = {
  id: 'vector-index-unpickled',
  title: 'An index is unpickled by request',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [502],
  owasp: ['LLM08:2025', 'A08:2021'],
  on: [
    onKeyword(
      ['allow_dangerous_deserialization', 'allow_pickle_deserialization'],
      ({ node, site }, { meaning }) =>
        meaning.values(node.value, site).some((value) => value.kind === 'boolean' && value.value)
          ? {
              message: `\`${node.arg}=True\` runs whatever code the index file holds.`,
              help: 'Rebuild the index from its documents, or keep it in a vector store.',
            }
          : undefined,
    ),
  ],
}
