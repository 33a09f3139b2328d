import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { textParts } from '../../text-parts.ts'

const markers = [
  'markupsafe.Markup',
  'flask.Markup',
  'jinja2.Markup',
  'django.utils.safestring.mark_safe',
  'django.utils.html.mark_safe',
  'django.utils.safestring.SafeString',
  'django.utils.safestring.SafeText',
  'django.utils.html.format_html',
  'webob.html.literal',
  'htmlgenerator.mark_safe',
  'wtforms.widgets.HTMLString',
  'dash_dangerously_set_inner_html.DangerouslySetInnerHTML',
]

/** Values that are marked as safe without being escaped. */
export const markupTrusted: Rule = {
  id: 'markup-trusted',
  title: 'A value is declared to be safe HTML',
  layer: 'calls',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021'],
  on: [
    onCall(markers, (call, context) => {
      const node = call.argument(0)
      const hole =
        node && textParts(context, { node, site: call.site }).find(({ kind }) => kind === 'hole')
      if (
        hole?.kind !== 'hole' ||
        context.meaning
          .paths(hole.value.node, hole.value.site)
          .some((path) =>
            /(escape|clean|sanitize|dumps|conditional_escape|format_html)\(\)$/.test(path),
          )
      )
        return undefined
      const origin = originOf(context, hole.value, fromOutside, 'html')
      return {
        message: `\`${call.shortName}\` declares ${origin ? `what \`${origin.name}\` gives` : 'a value'} to be safe HTML.`,
        ...(origin ? { flow: origin.flow } : {}),
        ...(origin ? {} : { severity: 'medium' as const, confidence: 0.6 }),
        help: 'Give values as arguments of `format_html` or `Markup(...).format`, which escape them.',
      }
    }),
  ],
}
