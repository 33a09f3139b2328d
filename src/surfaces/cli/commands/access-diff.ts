import {
  type AccessDiffInput,
  accessDiffOperation,
  mayBeWider,
} from '../../../api/operations/access-diff.ts'
import type { AccessChange } from '../../../flow/compare-access.ts'
import type { Command } from '../command.ts'
import { argument } from '../given.ts'
import { principalOf, principalOptions } from '../principal.ts'
import { accessDiffView } from '../views/access.ts'

export const accessDiffCommand: Command<AccessDiffInput, readonly AccessChange[]> = {
  operation: accessDiffOperation,
  args: [
    { name: '<old>', description: 'a configuration' },
    { name: '<new>', description: 'the configuration to compare with it' },
  ],
  options: [...principalOptions],
  examples: ['cordon access diff cordon.yaml proposal.yaml --as analyst.json'],
  readInput: async (given, services) => ({
    before: argument(given, 0),
    after: argument(given, 1),
    principal: await principalOf(given, services),
  }),
  view: accessDiffView,
  exitCode: (changes) => (mayBeWider(changes) ? 1 : 0),
}
