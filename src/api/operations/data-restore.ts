import { z } from 'zod'
import type { Restoration } from '../../data/restore.ts'
import { restore } from '../../flow/restore.ts'
import type { Operation } from '../operation.ts'
import { PrincipalDocument } from './run.ts'

const DataRestoreInput = z.strictObject({
  principal: PrincipalDocument,
  dataset: z.string(),
  column: z.string(),
  texts: z.array(z.string()).min(1, { error: 'give at least one token' }),
  /** What the tokens were made for; the caller's own purpose where left out. */
  purpose: z.string().min(1).exactOptional(),
  /** The key's version for masks that do not name theirs (fpe); the newest where left out. */
  keyVersion: z.int().positive().exactOptional(),
})
export type DataRestoreInput = z.infer<typeof DataRestoreInput>

/** What `cordon data restore --json` prints; a value is null where its text holds no token of the column. */
const DataRestoreDocument = z.strictObject({
  document: z.literal('cordon.data-restore/1'),
  status: z.enum(['restored', 'denied']),
  reason: z.string().nullable(),
  values: z.array(z.string().nullable()),
})

/** Turns tokens back into the values they stand for, and records who asked. */
export const dataRestoreOperation: Operation<DataRestoreInput, Restoration> = {
  name: 'data restore',
  summary: 'Turn tokens back into values for who may see them; the ledger says who asked',
  permission: 'read',
  surfaces: ['cli', 'library'],
  input: DataRestoreInput,
  output: DataRestoreDocument,
  run: async (input, services) => restore(input, await services.corridor()),
  document: (restored) => ({
    document: 'cordon.data-restore/1',
    status: restored.status,
    reason: restored.status === 'denied' ? restored.reason : null,
    values: restored.status === 'restored' ? restored.values.map((value) => value ?? null) : [],
  }),
}
