import {
  type AccessExplainInput,
  accessExplainOperation,
} from '../../../api/operations/access-explain.ts'
import type { AccessExplanation } from '../../../flow/explain-access.ts'
import type { Command } from '../command.ts'
import { principalOf, principalOptions } from '../principal.ts'
import { accessView } from '../views/access.ts'

export const accessExplainCommand: Command<AccessExplainInput, readonly AccessExplanation[]> = {
  operation: accessExplainOperation,
  args: [],
  options: [
    ...principalOptions,
    {
      flags: '--data <name>',
      description: 'a dataset (default: all of the configuration); may be given again',
      isRepeatable: true,
    },
  ],
  examples: ['cordon access explain --as analyst.json --data bonds --config cordon.yaml'],
  readInput: async (given, services) => {
    const names = given.options['data']
    return {
      principal: await principalOf(given, services),
      datasets: Array.isArray(names) ? names.map(String) : [],
    }
  },
  view: accessView,
  exitCode: () => 0,
}
