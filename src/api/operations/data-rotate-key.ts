import { z } from 'zod'
import type { Operation } from '../operation.ts'

const DataRotateKeyInput = z.strictObject({})
export type DataRotateKeyInput = z.infer<typeof DataRotateKeyInput>

/** Makes a new version of the key that pseudonyms are made with. */
export const dataRotateKeyOperation: Operation<DataRotateKeyInput, { readonly version: number }> = {
  name: 'data rotate-key',
  summary: 'Make a new key for masks; tokens of older ones still turn back',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: DataRotateKeyInput,
  output: z.strictObject({
    document: z.literal('cordon.data-rotate-key/1'),
    version: z.int().positive(),
  }),
  run: async (_, services) => ({ version: services.rotateMaskKey() }),
  document: ({ version }) => ({ document: 'cordon.data-rotate-key/1', version }),
}
