import { z } from 'zod'
import { operations } from '../../decide/permissions.ts'
import { type AccessExplanation, explainAccess } from '../../flow/explain-access.ts'
import { checkRoles } from '../../flow/prepare.ts'
import type { Operation } from '../operation.ts'
import { PrincipalDocument } from './run.ts'

const AccessExplainInput = z.strictObject({
  principal: PrincipalDocument,
  /** Names of datasets; all of the configuration's where there are none. */
  datasets: z.array(z.string()).default([]),
})
export type AccessExplainInput = z.infer<typeof AccessExplainInput>

const said = { path: z.string(), line: z.number().nullable() }
const column = z.strictObject({
  name: z.string(),
  classification: z.string(),
  mask: z.string(),
  refusal: z.string().nullable(),
  ...said,
})

/** What `cordon access explain --json` prints; `path` and `line` are where the configuration says it, `refusal` is why a run is denied. */
const AccessExplainDocument = z.strictObject({
  document: z.literal('cordon.access-explain/1'),
  datasets: z.array(
    z.strictObject({
      dataset: z.string(),
      classification: z.string(),
      refusal: z.string().nullable(),
      permissions: z.array(
        z.strictObject({
          operation: z.enum(operations),
          isPermitted: z.boolean(),
          by: z.strictObject({ text: z.string(), ...said }).nullable(),
        }),
      ),
      rows: z.array(
        z.strictObject({ condition: z.string(), denial: z.string().nullable(), ...said }),
      ),
      columns: z.array(column),
      otherColumns: column,
    }),
  ),
})

/** Says what a principal may do with datasets and sees of them, and which line of the configuration says so. */
export const accessExplainOperation: Operation<AccessExplainInput, readonly AccessExplanation[]> = {
  name: 'access explain',
  summary: 'Show what somebody may do with a dataset and sees of it, and which line says so',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: AccessExplainInput,
  output: AccessExplainDocument,
  run: async ({ principal, datasets }, services) => {
    const written = services.writtenPolicy()
    checkRoles({ principal }, written.policy)
    const names = datasets.length > 0 ? datasets : [...written.policy.datasets.keys()]
    return names.map((name) => explainAccess(written, name, principal))
  },
  document: (datasets) => ({ document: 'cordon.access-explain/1', datasets }),
}
