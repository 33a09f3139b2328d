import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { messageOf } from '../../prompts.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onDict, onModelCall } from '../../rule.ts'
import type { OriginKind } from '../../tables/value-origins.ts'
import { originOf } from '../../value-origins.ts'

const strangers: readonly OriginKind[] = ['web', 'person', 'tool', 'retrieved', 'download']
const help =
  'Keep the system prompt constant; put what others say into a message of the role `user`.'

/** A stranger writes what the model is told to be. */
export const untrustedSystemPrompt: Rule = {
  id: 'untrusted-system-prompt',
  title: 'Someone else writes the system prompt or the role',
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [1427],
  owasp: ['LLM01:2025', 'LLM07:2025'],
  on: [
    onDict(/^role$/, ({ node, site }, context): Report | undefined => {
      const message = messageOf(node, site, context)
      if (!message) return undefined
      const role = context.meaning.text(message.role, site)
      if (role === undefined) {
        const origin = originOf(message.role, { site, context }, strangers)
        return origin && { message: `The role of a message comes from \`${origin.name}\`.`, help }
      }
      if (role !== 'system' && role !== 'developer') return undefined
      return reportOn(message.content, site, context)
    }),
    onCall(
      [
        ...['langchain_core.messages.SystemMessage', 'langchain.schema.SystemMessage'],
        ...['langchain.prompts.SystemMessagePromptTemplate.from_template', 'agents.Agent'],
      ],
      (call, context) =>
        reportOn(
          call.argument(
            call.name.endsWith('Agent') ? -1 : 0,
            call.name.endsWith('Agent') ? 'instructions' : 'content',
          ),
          call.site,
          context,
        ),
    ),
    onModelCall(({ node, site }, context) => {
      const given = node.keywords.find(
        ({ arg }) => arg === 'system' || arg === 'instructions' || arg === 'system_instruction',
      )
      if (!given) return undefined
      return reportOn(given.value, site, context)
    }),
  ],
}

function reportOn(
  content: Expression | undefined,
  site: Site,
  context: Context,
): Report | undefined {
  const origin = originOf(content, { site, context }, strangers)
  return origin && { message: `The system prompt holds what comes from \`${origin.name}\`.`, help }
}
