import { isComposed, isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Command lines for other machines, containers and clusters. */
export const remoteCommand: Rule = {
  id: 'remote-command',
  title: 'A command for another machine is put together from text',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [78],
  owasp: ['A03:2021', 'LLM06:2025'],
  on: [
    onCall(
      [
        ...[
          'paramiko.SSHClient().exec_command',
          '.exec_command',
          '.exec_run',
          '.run_cmd',
          '.run_ps',
        ],
        ...[
          'fabric.Connection().run',
          'fabric.Connection().sudo',
          'fabric.api.run',
          'fabric.api.sudo',
        ],
        ...[
          'invoke.Context().run',
          'asyncssh.SSHClientConnection().run',
          '.send_command',
          '.send_config_set',
        ],
        ...['docker.from_env().containers.run', 'docker.DockerClient().containers.run'],
        ...[
          'kubernetes.stream.stream',
          'e2b.Sandbox().commands.run',
          'e2b_code_interpreter.Sandbox().commands.run',
        ],
        ...[
          'daytona.Daytona().create().process.exec',
          'modal.Sandbox.create().exec',
          'winrm.Session().run_cmd',
        ],
        ...[
          'winrm.Session().run_ps',
          'pssh.clients.ParallelSSHClient().run_command',
          '.run_command',
        ],
      ],
      (call, context) => {
        const isSecond = call.name.endsWith('containers.run')
        const command = call.argument(isSecond ? 1 : 0, 'command') ?? call.argument(-1, 'cmd')
        if (!command || context.meaning.text(command, call.site) !== undefined) return undefined
        const isOutside = isUntrusted(command, call.site, context, 'shell')
        if (!isOutside && !isComposed(command, call.site, context)) return undefined
        if (isQuoted(context.text.slice(command.start, command.end))) return undefined
        return {
          message: `\`${call.shortName.replace(/^\./, '')}\` sends a command that is put together at run time.`,
          ...(isOutside ? { severity: 'critical' as const } : {}),
          help: 'Quote every value by `shlex.quote`, or send a list of arguments.',
        }
      },
    ),
  ],
}

/** Every value that is put in goes through `quote`. */
function isQuoted(source: string): boolean {
  const values = source.match(/\{[^{}]+\}/g) ?? []
  return values.length > 0 && values.every((value) => /^\{(shlex\.)?quote\(/.test(value))
}
