import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Templates that come with a model, rendered outside of Jinja's sandbox. */
export const chatTemplateUnsandboxed: Rule = {
  id: 'chat-template-unsandboxed',
  title: 'A chat or prompt template is rendered without a sandbox',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [1336],
  owasp: ['LLM03:2025', 'A03:2021'],
  on: [
    onCall(['jinja2.Template', 'jinja2.Environment().from_string'], (call, context) => {
      const source = call.argument(0, 'source')
      if (!source || call.texts(0).length > 0) return undefined
      const words = context.text.slice(source.start, Math.min(source.end, source.start + 300))
      if (!/chat_?template|prompt_?template|system_?prompt/i.test(words)) return undefined
      return {
        message: `\`${call.shortName}\` renders a template that comes with a model or a prompt.`,
        help: 'Use `jinja2.sandbox.ImmutableSandboxedEnvironment`.',
      }
    }),
    onCall(
      ['langchain.prompts.PromptTemplate', 'langchain_core.prompts.PromptTemplate'],
      (call) => {
        if (call.text(-1, 'template_format') !== 'jinja2') return undefined
        if (call.text(-1, 'template') !== undefined) return undefined
        return {
          message: `\`${call.shortName}\` renders a prompt by Jinja, which can run code.`,
          severity: 'medium',
          help: 'Use `template_format="f-string"`.',
        }
      },
    ),
  ],
}
