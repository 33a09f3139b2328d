import { onCommand, unknownPart } from '../../command-line.ts'
import type { Rule } from '../../rule.ts'

/** Programs that are looked for along `PATH`. */
export const programByName: Rule = {
  id: 'program-by-name',
  title: 'A program is started by a name without a path',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'pedantic',
  cwe: [426],
  owasp: ['A05:2021'],
  on: [
    onCommand(({ words }) => {
      const program = words?.[0]
      if (program === undefined || program.includes(unknownPart) || /[\\/]/.test(program))
        return undefined
      if (program === '' || program === 'python') return undefined
      return {
        message: `\`${program.slice(0, 60)}\` is whatever comes first in \`PATH\`.`,
        help: 'Give the whole path, or `shutil.which` with a path of your own.',
      }
    }),
  ],
}
