import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Format strings that take attributes of what they format. */
export const formatAttribute: Rule = {
  id: 'format-attribute',
  title: 'A format string takes hidden attributes',
  layer: 'names',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [134, 913],
  owasp: ['A03:2021'],
  on: [
    onCall(['builtins.str().format', 'builtins.str().format_map'], checkTemplate),
    onCall(
      ['builtins.str.format', 'string.Formatter().format', 'string.Formatter().vformat'],
      (call) => reportOn(call.texts(0)),
    ),
    onCall(
      [
        'logging.Formatter',
        'logging.basicConfig',
        'matplotlib.ticker.StrMethodFormatter',
        'pandas.DataFrame().style.format',
        'pandas.io.formats.style.Styler().format',
      ],
      (call) => reportOn([...call.texts(0, 'fmt'), ...call.texts(-1, 'format')]),
    ),
    onCall(['string.Formatter().get_field', '_string.formatter_field_name_split'], (call) => ({
      message: `\`${call.shortName}\` takes attributes by text.`,
      severity: 'high',
    })),
  ],
}

function checkTemplate(call: CallMatch, context: Context): Reports {
  const [method = call.node] =
    call.node.kind === 'Name'
      ? context.meaning.assigned(call.node, call.site).map(({ node }) => node)
      : []
  if (method.kind !== 'Attribute') return undefined
  return reportOn(context.meaning.texts(method.value, call.site))
}

function reportOn(templates: readonly string[]): Reports {
  const isHidden = (template: string) =>
    /\{[^{}]*[.[](_{2}|(gi|cr|ag|tb|f|co)_[a-z])/.test(template.replaceAll(plainAttributes, '{}'))
  if (!templates.some(isHidden)) return undefined
  return {
    message: 'The format string takes special attributes of what it formats.',
    help: 'Format plain values: take the attribute in Python, or use an f-string.',
  }
}

/** `{0.__class__.__name__}` and the like, which give a name and lead no further. */
const plainAttributes =
  /\{\w*(\.__class__)?\.__(name|qualname|module|doc|version)__(![ras])?(:[^{}]*)?\}/g
