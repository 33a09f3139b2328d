import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { privilegedCommands } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

const help = 'Run the script with the rights that it needs, and no more.'

/** More rights than the script was started with. */
export const privilegeRaised: Rule = {
  id: 'privilege-raised',
  title: 'The script asks for more rights',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [250, 269],
  owasp: ['A01:2021', 'LLM06:2025'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) => reportOnCommand(command, privilegedCommands, help)),
    onCall(
      ['os.setuid', 'os.seteuid', 'os.setreuid', 'os.setgid', 'os.setegid', 'os.setresuid'],
      (call) =>
        call.values(0).some((value) => value.kind === 'number' && Number(value.value) === 0)
          ? {
              message: `\`${call.shortName}\` asks for the rights of root.`,
              severity: 'high',
              help,
            }
          : undefined,
    ),
  ],
}
