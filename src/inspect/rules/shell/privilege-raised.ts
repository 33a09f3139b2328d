import type { Value } from '../../../python/values.ts'
import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onKeyword, onNode } from '../../rule.ts'
import { privilegedCommands } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

const help = 'Run the script with the rights that it needs, and no more.'

const containerFlags = [
  ...['privileged', 'allow_privilege_escalation', 'host_network', 'host_pid', 'host_ipc'],
  ...['network_mode', 'pid_mode', 'ipc_mode', 'userns_mode'],
]

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
    onKeyword(containerFlags, ({ node, site }, { meaning }) =>
      meaning.values(node.value, site).some((value) => isHost(node.arg ?? '', value))
        ? {
            message: `\`${node.arg}\` gives a container the rights of its host.`,
            severity: 'high',
            help: 'Leave it out, and add the one capability or device that is needed.',
          }
        : undefined,
    ),
    onNode('Constant', ({ node }) =>
      node.value === '/var/run/docker.sock' || node.value === '/run/docker.sock'
        ? {
            message: 'Whoever reaches the socket of Docker is root on the host.',
            confidence: 0.6,
            help: 'Give the container a narrow service in its place.',
          }
        : undefined,
    ),
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

function isHost(flag: string, value: Value): boolean {
  if (flag.endsWith('_mode')) return value.kind === 'text' && value.text === 'host'
  return value.kind === 'boolean' && value.value
}
