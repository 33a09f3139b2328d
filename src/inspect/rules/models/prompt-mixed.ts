import type { Call, Expression } from '../../../python/nodes.ts'
import { isBuilt, messageOf } from '../../prompts.ts'
import type { Rule } from '../../rule.ts'
import { onDict, onModelCall } from '../../rule.ts'
import { originOf } from '../../value-origins.ts'

const prompts = new Set([
  'prompt',
  'input',
  'contents',
  'content',
  'inputs',
  'text',
  'query',
  'question',
])
const help =
  'Put foreign text into a message of its own, between marks, and tell the model that it is data.'

/** Instructions and foreign text are one string. */
export const promptMixed: Rule = {
  id: 'prompt-mixed',
  title: 'Instructions and foreign text are joined to one prompt',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [1427],
  owasp: ['LLM01:2025'],
  on: [
    onModelCall(({ node, site }, context) => {
      for (const prompt of promptsOf(node)) {
        if (!isBuilt(prompt, site, context)) continue
        const origin = originOf(prompt, { site, context }, [
          'web',
          'person',
          'tool',
          'retrieved',
          'download',
        ])
        if (origin)
          return {
            message: `The prompt is joined with text from \`${origin.name}\`.`,
            help,
            at: prompt,
          }
      }
      return undefined
    }),
    onDict(/^role$/, ({ node, site }, context) => {
      const content = messageOf(node, site, context)?.content
      if (!content || !isBuilt(content, site, context)) return undefined
      const origin = originOf(content, { site, context }, [
        'retrieved',
        'download',
        'web',
        'person',
        'tool',
      ])
      if (!origin) return undefined
      const isRetrieved = origin.kind === 'retrieved' || origin.kind === 'download'
      return {
        message: `The prompt is joined with text from \`${origin.name}\`.`,
        help,
        at: content,
        // What a user asks is at least in a message of the user.
        ...(isRetrieved ? {} : { severity: 'low' as const }),
      }
    }),
  ],
}

function promptsOf({ args, keywords }: Call): readonly Expression[] {
  const named = keywords
    .filter(({ arg }) => arg !== null && prompts.has(arg))
    .map(({ value }) => value)
  return args[0] ? [args[0], ...named] : named
}
