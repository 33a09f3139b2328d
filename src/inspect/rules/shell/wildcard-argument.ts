import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { wildcardCommands } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

/** A `*` that a shell fills with names of files. */
export const wildcardArgument: Rule = {
  id: 'wildcard-argument',
  title: 'The name of a file can become an option',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [88, 155],
  owasp: ['A03:2021'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) =>
      command.words && !/^(ba|z)?sh$/.test(command.words[0] ?? '')
        ? undefined
        : reportOnCommand(command, wildcardCommands, 'Write `./*`, or `--` before the names.'),
    ),
  ],
}
