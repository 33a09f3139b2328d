import { onCommand } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { reverseShells } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

const help = 'Remove it.'
const streams = /(socket|sock|conn|client|\bs\b)\w*\.fileno\(\)|\.makefile\(/i

/** A shell whose input comes from another machine. */
export const reverseShell: Rule = {
  id: 'reverse-shell',
  title: 'A shell is handed to another machine',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [506, 78],
  owasp: ['LLM06:2025'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) => reportOnCommand(command, reverseShells, help)),
    onCall(['os.dup2'], (call, { text, meaning }) => {
      const source = call.argument(0, 'fd')
      if (!source) return undefined
      const isSocket =
        streams.test(text.slice(source.start, source.end)) ||
        meaning.paths(source, call.site).some((path) => path.startsWith('socket.'))
      return isSocket
        ? { message: '`os.dup2` makes a socket the input or output of the process.', help }
        : undefined
    }),
    onCall(
      ['subprocess.Popen', 'subprocess.run', 'subprocess.call', 'pty.spawn'],
      (call, { text }) => {
        const stream = call.argument(-1, 'stdin')
        return stream && streams.test(text.slice(stream.start, stream.end))
          ? { message: `\`${call.shortName}\` takes its input from a socket.`, help }
          : undefined
      },
    ),
  ],
}
