import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { builtHole, textParts } from '../../text-parts.ts'
import { originOf } from '../../value-origins.ts'

/** A template that others write, or one that can do more than fill in. */
export const promptTemplateUnsafe: Rule = {
  id: 'prompt-template-unsafe',
  title: 'A prompt template is foreign or can run code',
  layer: 'taint',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [1336],
  owasp: ['LLM01:2025', 'A03:2021'],
  replaces: ['chat-template-unsandboxed'],
  on: [
    onCall(
      [
        ...['langchain', 'langchain_core', 'langchain.prompts', 'langchain_core.prompts'].flatMap(
          (module) => [
            `${module}.PromptTemplate`,
            `${module}.PromptTemplate.from_template`,
            `${module}.ChatPromptTemplate.from_template`,
          ],
        ),
        ...['llama_index.core.PromptTemplate', 'haystack.components.builders.PromptBuilder'],
      ],
      (call, context): Report | undefined => {
        const isConstructor = call.name.endsWith('PromptTemplate') && !call.name.startsWith('llama')
        const template = call.argument(isConstructor ? -1 : 0, 'template')
        const origin = originOf(template, { site: call.site, context }, [
          'web',
          'person',
          'tool',
          'download',
          'model',
        ])
        if (origin)
          return {
            message: `The template comes from \`${origin.name}\`.`,
            help: 'Pass foreign text as a variable.',
          }
        const isMixed =
          template &&
          builtHole(textParts(context, { node: template, site: call.site })) !== undefined
        if (isMixed) {
          return {
            message: 'The template is put together from text, whose braces are filled in too.',
            severity: 'medium',
            confidence: 0.6,
            help: 'Pass foreign text as a variable.',
          }
        }
        return call.texts(-1, 'template_format').includes('jinja2')
          ? {
              message: 'Templates of the format `jinja2` can run code.',
              severity: 'medium',
              help: 'Use the format `f-string`.',
            }
          : undefined
      },
    ),
  ],
}
