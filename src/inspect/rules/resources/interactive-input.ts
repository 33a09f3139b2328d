import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Someone is waited for who is not there. */
export const interactiveInput: Rule = {
  id: 'interactive-input',
  title: 'The code waits for a person or a debugger',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [489],
  owasp: [],
  on: [
    onCall(
      [
        ...['builtins.input', 'builtins.raw_input', 'builtins.breakpoint', 'builtins.help'],
        ...['pdb.*', 'bdb.*', 'ipdb.*', 'getpass.getpass', 'code.interact', 'IPython.embed'],
        ...['sys.stdin.read', 'sys.stdin.readline', 'sys.stdin.readlines', 'sys.breakpointhook'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` waits for a person or a debugger, and neither is there.`,
        help: 'Take what is needed as a parameter or a dataset.',
      }),
    ),
  ],
}
