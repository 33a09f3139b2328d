import { resolve } from 'node:path'
import { type SetupInput, setupOperation } from '../../../api/operations/setup.ts'
import type { SetupReport } from '../../../api/services.ts'
import { profileNames } from '../../../sandbox/runtime/profile.ts'
import type { Command } from '../command.ts'
import { textOption } from '../given.ts'

export const setupCommand: Command<SetupInput, SetupReport> = {
  operation: setupOperation,
  args: [],
  options: [
    {
      flags: '--profile <name>',
      description: `runtime to make: ${profileNames.join(', ')}, or a lock file with hashes (default: that of the configuration)`,
    },
  ],
  examples: ['cordon setup', 'cordon setup --profile minimal'],
  readInput: async (given) => {
    const profile = textOption(given, 'profile')
    if (profile === undefined) return {}
    const isName = profileNames.some((name) => name === profile)
    return { profile: isName ? profile : resolve(profile) }
  },
  view: ({ notes, source, python, packages, digest }) =>
    [
      ...notes,
      `Python ${python} with ${Object.keys(packages).length} packages (${source}), identity ${digest.slice(0, 16)}…`,
    ].join('\n'),
  exitCode: () => 0,
}
