import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const sinks = [
  ...[
    'IPython.display.HTML',
    'IPython.core.display.HTML',
    'IPython.display.SVG',
    'IPython.display.display_html',
    'IPython.display.display_svg',
  ],
  ...[
    'gradio.HTML',
    'panel.pane.HTML',
    'ipywidgets.HTML',
    'nicegui.ui.html',
    'streamlit.components.v1.html',
    'streamlit.html',
    'bokeh.models.Div',
    'justpy.parse_html',
    'dominate.util.raw',
  ],
]
const makers: ReadonlySet<SourceKind> = new Set(['request', 'user', 'model', 'network', 'file'])

/** HTML of people or models in a page or notebook. */
export const htmlShown: Rule = {
  id: 'html-shown',
  title: 'HTML is shown that someone else wrote',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(sinks, (call, context) => {
      const node =
        call.argument(0, 'data') ?? call.argument(0, 'value') ?? call.argument(-1, 'text')
      const origin = node && originOf(context, { node, site: call.site }, makers, 'html')
      if (!origin) return undefined
      return {
        message: `\`${call.shortName}\` shows what \`${origin.name}\` gives as HTML.`,
        flow: origin.flow,
        help: 'Escape it with `html.escape`.',
        ...(origin.kind === 'file' || origin.kind === 'user' ? { severity: 'low' as const } : {}),
      }
    }),
  ],
}
