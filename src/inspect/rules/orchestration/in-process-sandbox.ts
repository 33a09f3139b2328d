import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Run it in a process of its own behind a kernel boundary.'

/** Python is trusted to hold Python in. */
export const inProcessSandbox: Rule = {
  id: 'in-process-sandbox',
  title: 'Limits inside of the process are taken for a sandbox',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [693],
  owasp: ['A04:2021', 'LLM05:2025'],
  on: [
    onCall(['builtins.eval', 'builtins.exec'], (call, context) =>
      emptiesBuiltins(call, context)
        ? {
            message: `\`${call.shortName}\` without builtins is no sandbox: any object leads back to them.`,
            help,
          }
        : undefined,
    ),
    onCall(
      [
        'RestrictedPython.compile_restricted',
        'RestrictedPython.compile_restricted_exec',
        'RestrictedPython.compile_restricted_eval',
      ],
      (call): Report => ({
        message: `\`${call.shortName}\` has been escaped from again and again.`,
        severity: 'medium',
        help,
      }),
    ),
    onCall(
      [
        'asteval.Interpreter',
        'simpleeval.SimpleEval',
        'simpleeval.EvalWithCompoundTypes',
        'pysandbox.Sandbox',
      ],
      (call): Report => ({
        message: `\`${call.shortName}\` runs in this process, with all its memory and rights.`,
        severity: 'low',
        help,
      }),
    ),
  ],
}

/** The second argument is a dictionary with an entry `__builtins__`, also one that was assigned before. */
function emptiesBuiltins(call: CallMatch, { meaning }: Context): boolean {
  return call
    .values(1, 'globals')
    .some(
      (value) =>
        value.kind === 'mapping' &&
        value.entries.some(({ key }) => key && meaning.text(key.node, key.site) === '__builtins__'),
    )
}
