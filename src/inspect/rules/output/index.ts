import type { Family } from '../../rule.ts'
import { answerUnescaped } from './answer-unescaped.ts'
import { autoescapeOff } from './autoescape-off.ts'
import { headerInjection } from './header-injection.ts'
import { htmlShown } from './html-shown.ts'
import { logInjection } from './log-injection.ts'
import { markupTrusted } from './markup-trusted.ts'
import { modelOutputRendered } from './model-output-rendered.ts'
import { sanitizingOff } from './sanitizing-off.ts'
import { scriptShown } from './script-shown.ts'
import { spreadsheetFormula } from './spreadsheet-formula.ts'
import { streamlitUnsafeHtml } from './streamlit-unsafe-html.ts'
import { tableHtmlUnescaped } from './table-html-unescaped.ts'
import { terminalEscape } from './terminal-escape.ts'

export const output: Family = {
  id: 'output',
  title: 'Output injection',
  rules: [
    answerUnescaped,
    autoescapeOff,
    headerInjection,
    htmlShown,
    logInjection,
    markupTrusted,
    modelOutputRendered,
    sanitizingOff,
    scriptShown,
    spreadsheetFormula,
    streamlitUnsafeHtml,
    tableHtmlUnescaped,
    terminalEscape,
  ],
}
