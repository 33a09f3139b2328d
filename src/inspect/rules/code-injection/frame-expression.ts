import type { Call } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { faultOf } from '../../expression-text.ts'
import type { Report, Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { evaluated } from '../../tables/methods.ts'
import { builtHole, textParts } from '../../text-parts.ts'

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
        ...[...evaluated.keys()].filter((name) => /^(pandas|numexpr)/.test(name)),
        ...['pandas.DataFrame.query', 'pandas.DataFrame.eval'],
      ],
      (call, context) => check(call, context, true),
    ),
    onCall(['.eval', '.query'], (call, context) => check(call, context, false)),
  ],
}

/** A constant may compute with columns and with the values of variables, and nothing else. */
function check(call: CallMatch, context: Context, isFrame: boolean): Reports {
  if (!call.call) return isFrame ? handedOn : undefined
  const argument = call.argument(0, 'expr')
  if (!argument) return undefined
  const texts = call.texts(0, 'expr')
  for (const text of texts) {
    const report = judge(text, call, { context, isFrame, at: call.call })
    if (report) return report
  }
  const isKnown = texts.length > 0 && texts.length === call.values(0, 'expr').length
  if (isKnown || !isFrame) return undefined
  const isTame = fillsConditions(call, context)
  return {
    message: isTame
      ? `\`${call.shortName}\` evaluates a condition whose values are put into the text.`
      : `\`${call.shortName}\` evaluates text that is only known at run time.`,
    severity: isTame ? 'low' : 'medium',
    help: isTame ? 'Name the variable in the expression: `price > @limit`.' : help,
  }
}

const handedOn: Report = {
  message: 'A method that evaluates text is handed on, to texts that are not seen here.',
  severity: 'medium',
  help,
}

function judge(
  text: string,
  call: CallMatch,
  { context, isFrame, at }: { context: Context; isFrame: boolean; at: Call },
): Reports {
  const hasPlainNames = evaluated.get(call.name) ?? false
  const source = { text, site: call.site, at: at.start, hasPlainNames }
  const fault = faultOf(context.meaning, source)
  if (fault === undefined || (fault === 'unreadable' && !isFrame)) return undefined
  if (fault === 'unreadable') {
    return { message: 'The expression cannot be read as Python.', severity: 'medium', help }
  }
  const message =
    fault === 'writes'
      ? 'The expression calls a method that writes a file.'
      : 'The expression reaches Python objects through `@` or a hidden name.'
  return { message, severity: 'critical', help }
}

/** Comparisons are constant and only what they compare with is put in, which no one from outside has written. */
function fillsConditions(call: CallMatch, context: Context): boolean {
  const node = call.argument(0, 'expr')
  if (!node) return false
  const parts = textParts(context, { node, site: call.site })
  const constant = parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('')
  if (!builtHole(parts) || !/[<>=]/.test(constant) || /[@(]|__/.test(constant)) return false
  return parts.every(
    (part) =>
      part.kind === 'text' ||
      (part.value.node.kind !== 'Subscript' &&
        context.flow.origins(part.value.node, part.value.site).length === 0),
  )
}
