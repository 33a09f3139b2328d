import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { untrusted } from '../../tables/sources.ts'

const help = 'Pass a list of arguments and leave `shell` out.'

const alwaysShell = new Set([
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
])

/** A command line that a shell reads. */
export const shellCommand: Rule = {
  id: 'shell-command',
  title: 'A shell reads a command line',
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [78],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...alwaysShell,
        ...['run', 'Popen', 'call', 'check_call', 'check_output'].map(
          (name) => `subprocess.${name}`,
        ),
        'asyncio.create_subprocess_shell',
      ],
      (call, context) => {
        const isShell =
          alwaysShell.has(call.name) || call.name.endsWith('_shell') || call.isFlag('shell', true)
        const command = call.argument(0, 'args')
        if (!isShell || !command) return undefined
        const origin = originOf(command, call, context, { into: 'shell', from: untrusted })
        if (origin) {
          return {
            message: `\`${call.shortName}\` has a shell read ${describe(origin)}.`,
            severity: 'critical',
            confidence: 0.95,
            help,
            flow: stepsOf(origin, call),
          }
        }
        const isConstant = call.text(0, 'args') !== undefined
        return {
          message: isConstant
            ? `\`${call.shortName}\` has a shell read a constant command.`
            : `\`${call.shortName}\` has a shell read a command that is put together at run time.`,
          help,
          ...(isConstant ? { severity: 'low' as const, confidence: 0.9 } : {}),
        }
      },
    ),
  ],
}
