import { explainOperation } from '../../../api/operations/explain.ts'
import type { Explanation } from '../../../inspect/explain.ts'
import type { Command } from '../command.ts'
import { argument } from '../given.ts'

export const explainCommand: Command<{ rule: string }, Explanation> = {
  operation: explainOperation,
  args: [{ name: '<rule>', description: 'a rule as findings name it' }],
  options: [],
  examples: ['cordon explain exec-used'],
  readInput: async (given) => ({ rule: argument(given, 0) }),
  view: ({ page }) => page,
  exitCode: () => 0,
}
