import {
  type DataRestoreInput,
  dataRestoreOperation,
} from '../../../api/operations/data-restore.ts'
import type { Restoration } from '../../../data/restore.ts'
import { CordonError } from '../../../kernel/errors.ts'
import type { Command, Given } from '../command.ts'
import { readInputFile, textOption } from '../given.ts'
import { principalOf, principalOptions } from '../principal.ts'

export const dataRestoreCommand: Command<DataRestoreInput, Restoration> = {
  operation: dataRestoreOperation,
  args: [{ name: '[token...]', description: 'tokens or texts that hold some; - reads lines' }],
  options: [
    ...principalOptions,
    { flags: '--data <name>', description: 'the dataset' },
    { flags: '--column <name>', description: 'the column that the tokens stand for values of' },
    { flags: '--purpose <name>', description: "what they were made for (default: the caller's)" },
    { flags: '--key-version <n>', description: 'for masks that do not name theirs (fpe)' },
  ],
  examples: ['cordon data restore TOKEN --data bonds --column isin --as head.json'],
  readInput: async (given, services) => {
    const purpose = textOption(given, 'purpose')
    const version = textOption(given, 'keyVersion')
    return {
      principal: await principalOf(given, services),
      dataset: needed(given, 'data'),
      column: needed(given, 'column'),
      texts: await textsOf(given),
      ...(purpose !== undefined && { purpose }),
      ...(version !== undefined && { keyVersion: Number(version) }),
    }
  },
  view: (restored) =>
    restored.status === 'denied'
      ? `Not restored: ${restored.reason}.`
      : restored.values.map((value) => value ?? '(no token of this column)').join('\n'),
  exitCode: ({ status }) => (status === 'denied' ? 1 : 0),
}

function needed(given: Given, name: string): string {
  const text = textOption(given, name)
  if (text !== undefined) return text
  throw new CordonError('usage', `Restoring needs --${name}.`)
}

async function textsOf(given: Given): Promise<string[]> {
  if (given.args.length !== 1 || given.args[0] !== '-') return [...given.args]
  const text = new TextDecoder().decode(await readInputFile('-', given))
  return text.split(/\r?\n/).filter((line) => line !== '')
}
