import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Tables whose cells may be HTML. */
export const tableHtmlUnescaped: Rule = {
  id: 'table-html-unescaped',
  title: 'A table is written as HTML without escaping',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        '.to_html',
        'pandas.DataFrame().to_html',
        'pandas.DataFrame().style.to_html',
        'polars.DataFrame().to_html',
        'tabulate.tabulate',
        'prettytable.PrettyTable().get_html_string',
        'django_tables2.Column',
        'bokeh.models.HTMLTemplateFormatter',
        'pandas.DataFrame.to_html',
      ],
      (call) => {
        if (call.isFlag('escape', false)) return report(call.shortName)
        const isUnsafe =
          call.name === 'tabulate.tabulate' && call.texts(-1, 'tablefmt').includes('unsafehtml')
        return isUnsafe ? report(call.shortName) : undefined
      },
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` writes cells as HTML as they are.`,
    help: 'Leave `escape` on; make links with a column formatter that escapes.',
  }
}
