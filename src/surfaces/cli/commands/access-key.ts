import {
  type AccessKeyInput,
  accessKeyOperation,
  type NewApiKey,
} from '../../../api/operations/access-key.ts'
import type { Command } from '../command.ts'
import { argument, textOption } from '../given.ts'
import { principalOf, principalOptions } from '../principal.ts'

export const accessKeyCommand: Command<AccessKeyInput, NewApiKey> = {
  operation: accessKeyOperation,
  args: [{ name: '<id>', description: 'name of the key, such as the service that uses it' }],
  options: [
    ...principalOptions,
    { flags: '--expires <time>', description: 'such as 2030-01-31T00:00:00Z' },
  ],
  examples: ['cordon access key nightly --as analyst.json --config cordon.yaml'],
  readInput: async (given, services) => {
    const expires = textOption(given, 'expires')
    return {
      id: argument(given, 0),
      principal: await principalOf(given, services),
      ...(expires !== undefined && { expires }),
    }
  },
  view: ({ key, entry }) =>
    `The key, shown this once:\n\n  ${key}\n\nPut this into the file that identity -> api-keys names, under "keys":\n\n  ${JSON.stringify(entry)}\n`,
  exitCode: () => 0,
}
