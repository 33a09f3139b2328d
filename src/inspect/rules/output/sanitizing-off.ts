import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Components and renderers that are told not to clean HTML. */
export const sanitizingOff: Rule = {
  id: 'sanitizing-off',
  title: 'Sanitizing is switched off',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [79],
  owasp: ['A03:2021'],
  on: [
    onCall(['gradio.**'], (call) =>
      call.isFlag('sanitize_html', false) ? report(call.shortName, 'sanitize_html') : undefined,
    ),
    onCall(
      ['mistune.create_markdown', 'mistune.markdown', 'mistune.HTMLRenderer', 'mistune.Markdown'],
      (call) => (call.isFlag('escape', false) ? report(call.shortName, 'escape') : undefined),
    ),
    onCall(['ydata_profiling.**', 'nicegui.ui.html', 'nicegui.ui.chat_message'], (call) =>
      call.isFlag('sanitize', false) ? report(call.shortName, 'sanitize') : undefined,
    ),
    onCall(['nh3.clean', 'bleach.clean'], (call) => {
      const tags = call
        .values(-1, 'tags')
        .flatMap((value) => (value.kind === 'sequence' ? value.items : []))
      const bad = tags.find(
        ({ node }) =>
          node.kind === 'Constant' &&
          /^(script|iframe|object|embed|style|svg|base)$/.test(String(node.value)),
      )
      return bad ? report(call.shortName, 'tags') : undefined
    }),
  ],
}

function report(name: string, argument: string): Report {
  return {
    message: `\`${name}\` is told by \`${argument}\` to let HTML through.`,
    help: 'Leave it on.',
  }
}
