import { basename } from 'node:path'
import { z } from 'zod'
import { maskLabel } from '../../data/policy.ts'
import type { DatasetProfile } from '../../data/profile/profile.ts'
import { datasetNameOf, proposalYaml } from '../../data/profile/proposal-yaml.ts'
import { type DatasetName, parseDatasetName } from '../../kernel/ids.ts'
import type { Operation } from '../operation.ts'

const DataProfileInput = z.strictObject({
  path: z.string().min(1),
  /** The name of the dataset in the proposal; made from the file's where left out. */
  name: z
    .string()
    .transform((text, context) => {
      const name = parseDatasetName(text)
      if (typeof name === 'string') return name
      context.addIssue(name.problem)
      return z.NEVER
    })
    .exactOptional(),
})
export type DataProfileInput = z.infer<typeof DataProfileInput>

/** A profile, and the configuration that it proposes. */
export interface ProfiledDataset {
  readonly name: DatasetName
  readonly fileName: string
  readonly profile: DatasetProfile
  readonly configuration: string
}

const share = z.number().min(0).max(1)

/** What `cordon data profile --json` prints; no value of the data is in it. */
const DataProfileDocument = z.strictObject({
  document: z.literal('cordon.data-profile/1'),
  name: z.string(),
  file: z.string(),
  digest: z.string(),
  bytes: z.number(),
  rowCount: z.number(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      nullShare: share,
      distinctCount: z.number(),
      isDistinctExact: z.boolean(),
      kind: z.string().nullable(),
      confidence: share.nullable(),
      /** Share of the sampled values that are of the kind; 0 where only the name speaks for it. */
      share: share.nullable(),
      /** Kinds of values inside longer texts. */
      inside: z.array(z.strictObject({ kind: z.string(), share })),
      classification: z.string(),
      mask: z.string(),
    }),
  ),
  configuration: z.string(),
})

/** Looks through a data file and proposes how to protect it. */
export const dataProfileOperation: Operation<DataProfileInput, ProfiledDataset> = {
  name: 'data profile',
  summary: 'Find what is sensitive in a data file and propose classifications and masks',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: DataProfileInput,
  output: DataProfileDocument,
  run: async (input, services, { signal }) => {
    const fileName = basename(input.path)
    const profile = await services.profileData(input.path, { signal })
    const name = input.name ?? datasetNameOf(fileName)
    return { name, fileName, profile, configuration: proposalYaml(name, profile) }
  },
  document: ({ name, fileName, profile, configuration }) => ({
    document: 'cordon.data-profile/1',
    name,
    file: fileName,
    digest: profile.digest,
    bytes: profile.bytes,
    rowCount: profile.rowCount,
    columns: profile.columns.map(({ findings, proposal, ...column }) => ({
      name: column.name,
      type: column.type,
      nullShare: column.nullShare,
      distinctCount: column.distinctCount,
      isDistinctExact: column.isDistinctExact,
      kind: findings.kind?.kind ?? null,
      confidence: findings.kind?.confidence ?? null,
      share: findings.kind?.share ?? null,
      inside: findings.inside,
      classification: proposal.classification,
      mask: maskLabel(proposal.mask),
    })),
    configuration,
  }),
}
