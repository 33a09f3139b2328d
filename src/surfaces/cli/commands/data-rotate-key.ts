import {
  type DataRotateKeyInput,
  dataRotateKeyOperation,
} from '../../../api/operations/data-rotate-key.ts'
import type { Command } from '../command.ts'

export const dataRotateKeyCommand: Command<DataRotateKeyInput, { readonly version: number }> = {
  operation: dataRotateKeyOperation,
  args: [],
  options: [],
  examples: ['cordon data rotate-key --config cordon.yaml'],
  readInput: async () => ({}),
  view: ({ version }) =>
    `Masks are made with version ${version} of the key from now on. Keep the older files: tokens name the version that turns them back.`,
  exitCode: () => 0,
}
