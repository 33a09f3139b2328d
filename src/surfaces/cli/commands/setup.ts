import { setupOperation } from '../../../api/operations/setup.ts'
import type { SetupReport } from '../../../api/services.ts'
import type { Command } from '../command.ts'

export const setupCommand: Command<Record<string, never>, SetupReport> = {
  operation: setupOperation,
  args: [],
  options: [],
  examples: ['cordon setup'],
  readInput: async () => ({}),
  view: ({ notes, source, python, packages, digest }) =>
    [
      ...notes,
      `Python ${python} with ${Object.keys(packages).length} packages (${source}), identity ${digest.slice(0, 16)}…`,
    ].join('\n'),
  exitCode: () => 0,
}
