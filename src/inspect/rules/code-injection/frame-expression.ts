import type { CallMatch } from '../../call-match.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Select with plain Python: `frame[frame["price"] > limit]`.'

/** Text that pandas or numexpr evaluate as an expression. */
export const frameExpression: Rule = {
  id: 'frame-expression',
  title: 'A data frame evaluates text as code',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        'pandas.eval',
        'pandas.DataFrame().eval',
        'pandas.DataFrame().query',
        'numexpr.evaluate',
        'numexpr.re_evaluate',
      ],
      (call) => check(call, true),
    ),
    onCall(['.eval', '.query'], (call) => check(call, false)),
  ],
}

/** A constant may compare columns and local names; it may not call, or take attributes of, a local or hidden name. */
function check(call: CallMatch, isFrame: boolean): Reports {
  const text = call.text(0, 'expr')
  if (text !== undefined) {
    if (!/@\s*\w+\s*[.([]|__|\bimport\b/.test(text)) return undefined
    return {
      message: 'The expression reaches Python objects through `@` or a hidden name.',
      severity: 'critical',
      help,
    }
  }
  if (!isFrame || !call.argument(0, 'expr')) return undefined
  return {
    message: `\`${call.shortName}\` evaluates text that is only known at run time.`,
    severity: 'medium',
    help,
  }
}
