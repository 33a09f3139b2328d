import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

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
      (call) => {
        const isShell =
          alwaysShell.has(call.name) || call.name.endsWith('_shell') || call.isFlag('shell', true)
        if (!isShell || !call.call) return undefined
        const isConstant = call.text(0, 'args') !== undefined
        return {
          message: isConstant
            ? `\`${call.shortName}\` has a shell read a constant command.`
            : `\`${call.shortName}\` has a shell read a command that is put together at run time.`,
          help: 'Pass a list of arguments and leave `shell` out.',
          ...(isConstant ? { severity: 'low' as const, confidence: 0.9 } : {}),
        }
      },
    ),
  ],
}
