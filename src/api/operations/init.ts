import { z } from 'zod'
import type { Operation } from '../operation.ts'
import { exampleConfiguration } from './example-configuration.ts'

const InitInput = z.strictObject({})
type InitInput = z.infer<typeof InitInput>

/** What `cordon init --json` prints. */
const InitDocument = z.strictObject({
  document: z.literal('cordon.init/1'),
  configuration: z.string(),
})

/** Gives a commented configuration to start from; the command line writes it to a file. */
export const initOperation: Operation<InitInput, string> = {
  name: 'init',
  summary: 'Write a commented cordon.yaml to start from',
  permission: 'none',
  surfaces: ['cli'],
  input: InitInput,
  output: InitDocument,
  run: async () => exampleConfiguration,
  document: (configuration) => ({ document: 'cordon.init/1', configuration }),
}
