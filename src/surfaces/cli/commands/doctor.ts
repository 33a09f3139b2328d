import { doctorOperation } from '../../../api/operations/doctor.ts'
import type { Ability } from '../../../api/services.ts'
import type { Command, Given } from '../command.ts'
import { fold } from '../fold.ts'
import { paint } from '../views/paint.ts'

export const doctorCommand: Command<Record<string, never>, readonly Ability[]> = {
  operation: doctorOperation,
  args: [],
  options: [],
  examples: ['cordon doctor', 'cordon doctor --json'],
  readInput: async () => ({}),
  view: doctorView,
  exitCode: (abilities) => (abilities.some(({ state }) => state === 'missing') ? 1 : 0),
}

function doctorView(abilities: readonly Ability[], given: Given): string {
  const { width, hasColor } = given.terminal
  const { green, red, yellow, dim } = paint(hasColor)
  const marks = { ok: green('✓'), missing: red('✗'), optional: yellow('○') }
  const size = Math.max(...abilities.map(({ name }) => name.length))
  const indent = ' '.repeat(size + 4)
  const below = (text: string) => fold(text, width - indent.length)
  return abilities
    .flatMap(({ name, state, detail, mend }) => {
      const [first, ...more] = below(detail)
      return [
        `${marks[state]} ${name.padEnd(size)}  ${first}`,
        ...more.map((line) => indent + line),
        ...(mend ? below(`mend: ${mend}`).map((line) => dim(indent + line)) : []),
      ]
    })
    .join('\n')
}
