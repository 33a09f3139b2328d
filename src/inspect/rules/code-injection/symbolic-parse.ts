import { isComposed, isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Formulas that a library evaluates as Python. */
export const symbolicParse: Rule = {
  id: 'symbolic-parse',
  title: 'A formula in text is evaluated as Python',
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        ...['sympy.sympify', 'sympy.S', 'sympy.core.sympify.sympify', 'sympy.parse_expr'],
        ...['sympy.parsing.sympy_parser.parse_expr', 'sympy.parsing.parse_expr', 'sympy.simplify'],
        ...['sympy.solve', 'sympy.integrate', 'sympy.diff', 'sympy.lambdify', 'sympy.expand'],
      ],
      (call, context) => {
        const source = call.argument(0)
        const text = call.text(0)
        if (!source || (text !== undefined && !/__|\.\s*[a-z_]+\s*\(/.test(text))) return undefined
        const isFromOutside = isUntrusted(source, call.site, context, 'code')
        const isParser = /sympify|parse_expr/.test(call.name)
        if (
          text === undefined &&
          !isFromOutside &&
          (!isParser || !isComposed(source, call.site, context))
        ) {
          if (!isParser || call.values(0).some(({ kind }) => kind !== 'unknown')) return undefined
          return {
            message: `\`${call.shortName}\` evaluates its text as Python.`,
            severity: 'medium',
            confidence: 0.5,
          }
        }
        return {
          message: `\`${call.shortName}\` evaluates ${isFromOutside ? 'what was entered' : 'a text'} as Python.`,
          ...(isFromOutside ? { severity: 'critical' as const } : {}),
          help: 'Check the text against a grammar of numbers, names and operators first.',
        }
      },
    ),
  ],
}
