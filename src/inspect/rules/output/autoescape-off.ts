import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** `{{ x|safe }}`, `{% autoescape off %}`. */
const unescaped = /\{\{[^{}]{1,200}\|\s*safe\b|\{%-?\s*autoescape\s+(off|false)\b/

/** Template engines for HTML without escaping. */
export const autoescapeOff: Rule = {
  id: 'autoescape-off',
  title: 'Templates do not escape values',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [116, 79],
  owasp: ['A03:2021'],
  on: [
    onCall(
      ['jinja2.Environment', 'jinja2.sandbox.SandboxedEnvironment', 'jinja2.Template'],
      (call, { text }) => {
        const isOff = call.isFlag('autoescape', false)
        if (isOff) return report(call.shortName)
        const isGiven = call.values(-1, 'autoescape').length > 0 || call.hasSpread
        if (
          isGiven ||
          call.name === 'jinja2.Template' ||
          !/\.html?\b|<\/?(html|body|div|p|h1)\b/i.test(text)
        )
          return undefined
        return { ...report(call.shortName), confidence: 0.6 }
      },
    ),
    onCall(['mako.template.Template', 'mako.lookup.TemplateLookup'], (call) => {
      const isEscaped = call.values(-1, 'default_filters').length > 0
      return isEscaped || call.hasSpread
        ? undefined
        : { ...report(call.shortName), confidence: 0.6 }
    }),
    onCall(['tornado.template.Template', 'tornado.template.Loader'], (call) =>
      call.values(-1, 'autoescape').some(({ kind }) => kind === 'none')
        ? report(call.shortName)
        : undefined,
    ),
    onCall(
      [
        'django.template.Template',
        'jinja2.Template',
        '.from_string',
        'jinja2.Environment().from_string',
        'flask.render_template_string',
      ],
      (call) =>
        call.texts(0, 'source').some((text) => unescaped.test(text))
          ? {
              message: `\`${call.shortName}\` is given a template that puts a value into the page as it is.`,
              help: 'Leave out `safe` and `autoescape off`.',
            }
          : undefined,
    ),
    onCall(['django.template.Context', 'django.template.Engine'], (call) =>
      call.isFlag('autoescape', false) ? report(call.shortName) : undefined,
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` puts values into pages as they are.`,
    help: 'Pass `autoescape=select_autoescape()`.',
  }
}
