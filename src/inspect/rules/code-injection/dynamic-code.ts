import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { untrusted } from '../../tables/sources.ts'

const help =
  'Write the code itself; to read a literal use `ast.literal_eval`, to read data use `json.loads`.'

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
  on: [
    onCall(
      [
        'builtins.eval',
        'builtins.exec',
        'builtins.execfile',
        'builtins.compile',
        'code.InteractiveInterpreter',
        'code.InteractiveConsole',
        'code.compile_command',
        'codeop.compile_command',
        'types.FunctionType',
        'types.CodeType',
        'cProfile.run',
        'profile.run',
        'trace.Trace().run',
        'doctest.script_from_examples',
        'IPython.get_ipython().run_cell',
        'IPython.get_ipython().ex',
        'sympy.sympify',
        'sympy.parsing.sympy_parser.parse_expr',
      ],
      check,
    ),
    onCall(['timeit.timeit', 'timeit.repeat', 'timeit.Timer'], (call, context) =>
      call.values(0, 'stmt').some(({ kind }) => kind === 'text') ? check(call, context) : undefined,
    ),
  ],
}

/** Constant text can be read by who reviews the script; the rest only exists at run time. */
function check(call: CallMatch, context: Context): Report {
  const source = call.argument(0)
  const origin = source && originOf(source, call, context, { into: 'code', from: untrusted })
  if (origin) {
    return {
      message: `\`${call.shortName}\` runs ${describe(origin)} as code.`,
      confidence: 0.98,
      help,
      flow: stepsOf(origin, call),
    }
  }
  const isConstant = call.text(0) !== undefined
  return {
    message: `\`${call.shortName}\` runs text as code${isConstant ? '' : ' that is only known at run time'}.`,
    help,
    ...(isConstant ? { severity: 'high' } : {}),
  }
}
