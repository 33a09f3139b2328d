import { writeFile } from 'node:fs/promises'
import { initOperation } from '../../../api/operations/init.ts'
import { CordonError } from '../../../kernel/errors.ts'
import type { Command } from '../command.ts'

const fileName = 'cordon.yaml'

export const initCommand: Command<Record<string, never>, string> = {
  operation: initOperation,
  args: [],
  options: [],
  examples: ['cordon init'],
  readInput: async () => ({}),
  view: () => `Wrote ${fileName}. Check it with: cordon check --config ${fileName} SCRIPT`,
  exitCode: () => 0,
  keep: async (configuration) => {
    try {
      await writeFile(fileName, configuration, { flag: 'wx' })
    } catch (cause) {
      const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
      const why = exists ? 'there already is one' : 'this folder cannot be written to'
      throw new CordonError('usage', `Cannot write ${fileName}: ${why}.`, { cause })
    }
  },
}
