import { isComposed, isFromCall, isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const readers = new Set([
  'builtins.open',
  'pathlib.Path().read_text',
  'importlib.resources.read_text',
])

/** Templates whose text, not only whose values, comes from elsewhere. */
export const templateFromText: Rule = {
  id: 'template-from-text',
  title: 'A template is made from text of unknown origin',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [1336, 94],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        ...['jinja2.Template', 'jinja2.Environment().from_string', 'jinja2.Environment().compile'],
        ...[
          'jinja2.environment.Template',
          'flask.render_template_string',
          'quart.render_template_string',
        ],
        ...['mako.template.Template', 'Cheetah.Template.Template', 'chameleon.PageTemplate'],
        ...['chameleon.PageTextTemplate', 'tornado.template.Template', 'django.template.Template'],
        ...['django.template.engines[].from_string', 'genshi.template.MarkupTemplate'],
        ...['genshi.template.TextTemplate', 'bottle.SimpleTemplate', 'bottle.template'],
        ...['airspeed.Template', 'web.template.Template', 'trender.Template'],
      ],
      (call, context) => {
        const source = call.argument(0, 'source') ?? call.argument(0, 'text')
        if (!source || call.text(0) !== undefined || call.texts(0).length > 0) return undefined
        if (isUntrusted(source, call.site, context)) {
          return {
            message: `\`${call.shortName}\` makes a template of what was entered.`,
            severity: 'critical',
            confidence: 0.95,
            help: 'Keep the template constant and pass the text as a value.',
          }
        }
        if (!isComposed(source, call.site, context)) return undefined
        if (isFromCall(source, call.site, context, readers)) return undefined
        return {
          message: `\`${call.shortName}\` makes a template of a text that is put together at run time.`,
          help: 'Keep the template constant and pass the parts as values.',
        }
      },
    ),
  ],
}
