import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { faultOf } from '../../expression-text.ts'
import { isUntrusted } from '../../origin.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { evaluated } from '../../tables/methods.ts'

const help = 'Compute the column first, and name it in the formula.'

/** Model formulas, whose terms patsy evaluates as Python. */
export const formulaEvaluated: Rule = {
  id: 'formula-evaluated',
  title: 'A model formula evaluates Python',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [...evaluated.keys()].filter((name) => !/^(pandas|numexpr)/.test(name)),
      check,
    ),
  ],
}

function check(call: CallMatch, context: Context): Report | undefined {
  const source = call.argument(0, 'formula') ?? call.argument(0, 'formula_like')
  if (!source || !call.call) return undefined
  const { meaning } = context
  const { site } = call
  const texts = meaning.texts(source, site)
  if (texts.length === 0 && isUntrusted(source, site, context, 'code')) {
    return { message: `\`${call.shortName}\` evaluates what was entered as Python.`, help }
  }
  for (const text of texts) {
    const at = call.call.start
    const fault = faultOf(meaning, { text, site, at, hasPlainNames: true })
    if (fault === 'unreadable')
      return { message: 'The formula cannot be read as Python.', severity: 'medium', help }
    if (fault) {
      const does = fault === 'writes' ? 'writes a file' : 'reaches Python objects'
      return { message: `The formula ${does}: its terms are evaluated as Python.`, help }
    }
  }
  return undefined
}
