import type { Located } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { textParts } from '../../text-parts.ts'

/** Values within raw HTML of Streamlit and Dash. */
export const streamlitUnsafeHtml: Rule = {
  id: 'streamlit-unsafe-html',
  title: 'Streamlit shows HTML that is put together from data',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        'streamlit.markdown',
        'streamlit.write',
        'streamlit.caption',
        'streamlit.title',
        'streamlit.sidebar.markdown',
        'dash.dcc.Markdown',
        '.markdown',
      ],
      (call, context) => {
        if (!call.isFlag('unsafe_allow_html', true) && !call.isFlag('dangerously_allow_html', true))
          return undefined
        const node = call.argument(0, 'body') ?? call.argument(0, 'children')
        const hole =
          node && textParts(context, { node, site: call.site }).find(({ kind }) => kind === 'hole')
        if (hole?.kind !== 'hole' || isEscaped(hole.value, context)) return undefined
        const origin = originOf(context, hole.value, fromOutside, 'html')
        return {
          message: `\`${call.shortName}\` shows ${origin ? `what \`${origin.name}\` gives` : 'a value'} as HTML.`,
          ...(origin ? { flow: origin.flow } : {}),
          ...(origin ? {} : { severity: 'medium' as const, confidence: 0.6 }),
          help: 'Escape the value with `html.escape`.',
        }
      },
    ),
  ],
}

function isEscaped({ node, site }: Located, { meaning }: Context): boolean {
  return meaning.paths(node, site).some((path) => /(escape|clean|sanitize)\(\)$/.test(path))
}
