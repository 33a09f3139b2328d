import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { persistentCommands } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

/** Something is left behind that starts again. */
export const persistenceCommand: Rule = {
  id: 'persistence-command',
  title: 'Something is set up to start again after the script',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [506, 73],
  owasp: ['LLM06:2025'],
  replaces: ['start-file-written', 'shell-command'],
  on: [
    onCommand((command) => reportOnCommand(command, persistentCommands, help)),
    onCall(
      ['crontab.CronTab', 'winreg.SetValueEx', 'winreg.CreateKey', 'winreg.CreateKeyEx'],
      (call) => ({
        message: `\`${call.shortName}\` sets up what starts later.`,
        severity: 'high',
        help,
      }),
    ),
  ],
}

const help = 'Leave the set-up of a machine to those who run it.'
