import { modelWrote } from '../../model-flow.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { markupSinks } from '../../tables/model-sinks.ts'

/** A model's text is shown as markup. */
export const modelOutputAsMarkup: Rule = {
  id: 'model-output-as-markup',
  title: "A model's answer is shown as markup",
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [79],
  owasp: ['LLM05:2025', 'A03:2021'],
  replaces: ['html-shown', 'model-output-rendered', 'streamlit-unsafe-html'],
  on: [
    onCall(markupSinks, (call, context) => modelWrote(call, context, 'shows markup')),
    onCall(['streamlit.markdown', 'streamlit.write'], (call, context) =>
      call.isFlag('unsafe_allow_html', true)
        ? modelWrote(call, context, 'shows markup')
        : undefined,
    ),
    onCall(['IPython.display.Markdown', 'IPython.display.Latex'], (call, context) => {
      const report = modelWrote(call, context, 'shows markup')
      return report && { ...report, severity: 'medium' as const }
    }),
  ],
}
