import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { originOf } from '../../value-origins.ts'

/** What a stranger wrote becomes what the model knows. */
export const documentsUnverified: Rule = {
  id: 'documents-unverified',
  title: 'Foreign documents are put into the store as they are',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [345, 349],
  owasp: ['LLM04:2025', 'LLM08:2025'],
  on: [
    onCall(
      [
        '.add_documents',
        '.add_texts',
        '.aadd_documents',
        '.from_documents',
        '.from_texts',
        '.upsert',
      ],
      (call, context) => {
        const node = call.argument(0, 'documents') ?? call.argument(-1, 'texts')
        const origin = originOf(node, { site: call.site, context }, ['web', 'download'])
        return origin
          ? {
              message: `\`${call.shortName.replace(/^\./, '')}\` stores what comes from \`${origin.name}\`, and nothing says so later.`,
              help: 'Store where each document came from and who vouches for it, and filter by it.',
            }
          : undefined
      },
    ),
  ],
}
