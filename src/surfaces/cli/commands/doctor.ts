import { doctorOperation } from '../../../api/operations/doctor.ts'
import type { Ability } from '../../../api/services.ts'
import type { Command, Given } from '../command.ts'
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
  const { green, red, yellow, dim } = paint(given.terminal.hasColor)
  const marks = { ok: green('✓'), missing: red('✗'), optional: yellow('○') }
  const size = Math.max(...abilities.map(({ name }) => name.length))
  return abilities
    .flatMap(({ name, state, detail, mend }) => [
      `${marks[state]} ${name.padEnd(size)}  ${detail}`,
      ...(mend ? [dim(`  ${' '.repeat(size)}  mend: ${mend}`)] : []),
    ])
    .join('\n')
}
