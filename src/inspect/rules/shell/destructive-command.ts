import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { destructiveCommands } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

/** Commands after which something is gone. */
export const destructiveCommand: Rule = {
  id: 'destructive-command',
  title: 'A command destroys data or opens it to everybody',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [250, 732],
  owasp: ['LLM06:2025'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) =>
      reportOnCommand(
        command,
        destructiveCommands,
        'Name what is to be changed, in Python, and ask before.',
      ),
    ),
  ],
}
