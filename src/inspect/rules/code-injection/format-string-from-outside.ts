import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Format strings that a stranger wrote. */
export const formatStringFromOutside: Rule = {
  id: 'format-string-from-outside',
  title: 'The format string comes from outside',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [134],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...['.format', '.format_map', 'builtins.str().format', 'builtins.input().format'],
        ...['builtins.input().format_map', 'sys.argv[].format', 'os.environ[].format'],
        ...['os.getenv().format', 'flask.request.args[].format', 'flask.request.form[].format'],
      ],
      (call, context) => {
        if (call.node.kind !== 'Attribute' || !call.call) return undefined
        if (call.call.args.length + call.call.keywords.length === 0) return undefined
        const template = call.node.value
        if (context.meaning.texts(template, call.site).length > 0) return undefined
        if (!isUntrusted(template, call.site, context)) return undefined
        return {
          message: 'A text from outside is used as the format string, and can take attributes.',
          help: 'Keep the format string constant, or use `string.Template`.',
        }
      },
    ),
    onCall(['builtins.str.format'], (call, context) =>
      isUntrusted(call.argument(0), call.site, context)
        ? { message: 'A text from outside is used as the format string, and can take attributes.' }
        : undefined,
    ),
  ],
}
