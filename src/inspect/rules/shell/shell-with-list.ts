import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A list together with a shell, which drops all but its first item. */
export const shellWithList: Rule = {
  id: 'shell-with-list',
  title: 'A list of arguments is given to a shell',
  layer: 'calls',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [88, 628],
  owasp: ['A03:2021'],
  on: [
    onCall(
      ['run', 'Popen', 'call', 'check_call', 'check_output'].map((name) => `subprocess.${name}`),
      (call) => {
        const [value, more] = call.values(0, 'args')
        if (value?.kind !== 'sequence' || more || value.items.length < 2) return undefined
        if (!call.isFlag('shell', true)) return undefined
        return {
          message: `\`${call.shortName}\` with \`shell=True\` runs only the first item; the others go to the shell itself.`,
          help: 'Leave `shell=True` out.',
        }
      },
    ),
  ],
}
