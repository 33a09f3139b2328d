import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const model: ReadonlySet<SourceKind> = new Set(['model', 'network'])

/** Markdown of a model, which can hold links, pictures and HTML. */
export const modelOutputRendered: Rule = {
  id: 'model-output-rendered',
  title: 'The text of a model is rendered as Markdown',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [79, 200],
  owasp: ['LLM05:2025'],
  on: [
    onCall(
      [
        'IPython.display.Markdown',
        'IPython.display.Latex',
        'IPython.core.display.Markdown',
        'IPython.display.display_markdown',
        'streamlit.markdown',
        'gradio.Markdown',
        'panel.pane.Markdown',
        'markdown.markdown',
        'mistune.html',
        'markdown2.markdown',
        'nicegui.ui.markdown',
        'chainlit.Message',
      ],
      (call, context) => {
        const node =
          call.argument(0, 'data') ?? call.argument(-1, 'body') ?? call.argument(-1, 'content')
        const origin = node && originOf(context, { node, site: call.site }, model)
        if (!origin) return undefined
        const isRaw = call.isFlag('unsafe_allow_html', true)
        return {
          message: `\`${call.shortName}\` renders what \`${origin.name}\` gives.`,
          flow: origin.flow,
          ...(isRaw ? { severity: 'high' as const } : {}),
          help: 'Show it as text, or remove pictures and links to other hosts first.',
        }
      },
    ),
  ],
}
