import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Code that is made from text when the script runs. */
export const dynamicCode: Rule = {
  id: 'dynamic-code',
  title: 'Code is made from text and run',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [95, 94],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [onCall(['builtins.eval', 'builtins.exec', 'builtins.execfile', 'builtins.compile'], check)],
}

/** Constant text can be read by who reviews the script; the rest only exists at run time. */
function check(call: CallMatch): Report {
  const isConstant = call.text(0) !== undefined
  return {
    message: `\`${call.shortName}\` runs text as code${isConstant ? '' : ' that is only known at run time'}.`,
    help: 'Write the code itself; to read a literal use `ast.literal_eval`, to read data use `json.loads`.',
    ...(isConstant ? { severity: 'high' } : {}),
  }
}
