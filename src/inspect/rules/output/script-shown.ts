import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { textParts } from '../../text-parts.ts'

/** JavaScript that is put into the page of a notebook. */
export const scriptShown: Rule = {
  id: 'script-shown',
  title: 'A notebook is given a script',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        'IPython.display.Javascript',
        'IPython.core.display.Javascript',
        'IPython.display.display_javascript',
        'streamlit_js_eval.streamlit_js_eval',
        'nicegui.ui.run_javascript',
        'nicegui.ui.add_head_html',
      ],
      (call, context) => {
        const node = call.argument(0, 'data')
        const isBuilt =
          node && textParts(context, { node, site: call.site }).some(({ kind }) => kind === 'hole')
        return {
          message: `\`${call.shortName}\` runs a script in the page of the reader.`,
          ...(isBuilt ? { severity: 'high' as const } : {}),
          help: 'Show results as values, tables and figures.',
        }
      },
    ),
    onCall(['IPython.display.HTML', 'IPython.core.display.HTML'], (call) =>
      call
        .texts(0, 'data')
        .some((text) => /<script\b|\son(error|load|click|mouseover)\s*=|javascript:/i.test(text))
        ? {
            message: `\`${call.shortName}\` is given a script.`,
            help: 'Show results as values, tables and figures.',
          }
        : undefined,
    ),
  ],
}
