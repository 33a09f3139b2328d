import { basename } from 'node:path'
import { type CheckInput, checkOperation } from '../../../api/operations/check.ts'
import type { Examination } from '../../../flow/examine.ts'
import type { Command } from '../command.ts'
import { argument, readInputFile } from '../given.ts'
import { checkView } from '../views/decision.ts'

export const checkCommand: Command<CheckInput, Examination> = {
  operation: checkOperation,
  args: [{ name: '<script>', description: 'Python file, or - for standard input' }],
  options: [],
  examples: ['cordon check question.py', 'cordon check --json - < question.py'],
  readInput: async (given) => {
    const script = argument(given, 0)
    const fileName = script === '-' ? 'stdin.py' : basename(script)
    return { code: await readInputFile(script, given), fileName }
  },
  view: checkView,
  exitCode: ({ decision }) => (({ allow: 0, deny: 1, hold: 3 }) as const)[decision.verdict],
}
