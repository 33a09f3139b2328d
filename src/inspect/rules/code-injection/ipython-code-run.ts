import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const shells = [
  'IPython.get_ipython()',
  'IPython.core.getipython.get_ipython()',
  'builtins.get_ipython()',
]
const methods = [
  'run_cell',
  'run_cell_async',
  'ex',
  'ev',
  'safe_execfile',
  'run_code',
  'run_cell_magic',
]

/** Text that is handed to the notebook's own interpreter. */
export const ipythonCodeRun: Rule = {
  id: 'ipython-code-run',
  title: 'The notebook runs text as code',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        ...shells.flatMap((shell) => methods.map((method) => `${shell}.${method}`)),
        ...['.run_cell_magic', '.safe_execfile'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` runs text as a cell.`,
        help: 'Write the code in a cell of its own.',
        ...(call.text(0) === undefined ? {} : { severity: 'high' as const }),
      }),
    ),
    onCall([...shells.map((shell) => `${shell}.run_line_magic`), '.run_line_magic'], (call) => {
      const magic = call.text(0, 'magic_name')
      if (
        magic !== undefined &&
        /^(matplotlib|autoreload|load_ext|config|precision|pylab)$/.test(magic)
      ) {
        return undefined
      }
      return {
        message: `\`${call.shortName}\` runs a magic command.`,
        severity: 'high',
        help: 'Call the function that the magic command stands for.',
      }
    }),
  ],
}
