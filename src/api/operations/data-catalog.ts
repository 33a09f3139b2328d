import { z } from 'zod'
import type { DatasetPolicy } from '../../data/policy.ts'
import { maskLabel } from '../../data/policy.ts'
import type { DatasetProfile } from '../../data/profile/profile.ts'
import { datasetOf } from '../../flow/dataset-of.ts'
import { CordonError } from '../../kernel/errors.ts'
import type { Operation } from '../operation.ts'

const DataCatalogInput = z.strictObject({
  /** Names of datasets; all of the configuration's where there are none. */
  datasets: z.array(z.string()).default([]),
})
export type DataCatalogInput = z.infer<typeof DataCatalogInput>

/** A dataset as the configuration protects it, and what its source holds; `problem` says why that cannot be told. */
export interface CatalogEntry {
  readonly policy: DatasetPolicy
  readonly profile?: DatasetProfile
  readonly problem?: string
}

/** What `cordon data catalog --json` prints; no value of the data is in it. */
const DataCatalogDocument = z.strictObject({
  document: z.literal('cordon.data-catalog/1'),
  datasets: z.array(
    z.strictObject({
      name: z.string(),
      owner: z.string().nullable(),
      classification: z.string(),
      source: z.string().nullable(),
      problem: z.string().nullable(),
      /** Digest of the source's content. */
      version: z.string().nullable(),
      rowCount: z.number().nullable(),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          type: z.string(),
          classification: z.string(),
          /** Of callers who have none of the roles that the column lists. */
          mask: z.string(),
          nullShare: z.number(),
          distinctCount: z.number(),
          isDistinctExact: z.boolean(),
          /** What detection takes the column for. */
          kind: z.string().nullable(),
        }),
      ),
    }),
  ),
})

/** Lists the datasets of the configuration with schema, statistics, classification, owner and version. */
export const dataCatalogOperation: Operation<DataCatalogInput, readonly CatalogEntry[]> = {
  name: 'data catalog',
  summary: 'List the datasets with owner, version, schema, statistics, classification and masks',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: DataCatalogInput,
  output: DataCatalogDocument,
  run: async (input, services, { signal }) => {
    const runPolicy = services.policy()
    const { datasets, sources } = runPolicy
    const names = input.datasets.length > 0 ? input.datasets : [...datasets.keys()]
    const entries: CatalogEntry[] = []
    for (const name of names) {
      const policy = datasetOf(runPolicy, name)
      const path = sources[name]
      if (path === undefined) entries.push({ policy, problem: 'its files are named by each run' })
      else
        entries.push(await entryOf(policy, () => services.profileData(path, { ...policy, signal })))
    }
    return entries
  },
  document: (entries) => ({ document: 'cordon.data-catalog/1', datasets: entries.map(documentOf) }),
}

/** One source that cannot be read leaves the others in the list. */
async function entryOf(
  policy: DatasetPolicy,
  profileData: () => Promise<DatasetProfile>,
): Promise<CatalogEntry> {
  try {
    return { policy, profile: await profileData() }
  } catch (error) {
    if (error instanceof CordonError && error.code !== 'cancelled') {
      return { policy, problem: error.message }
    }
    throw error
  }
}

function documentOf({ policy, profile, problem }: CatalogEntry) {
  return {
    name: policy.name,
    owner: policy.owner ?? null,
    classification: policy.classification,
    source: policy.source ?? null,
    problem: problem ?? null,
    version: profile?.digest ?? null,
    rowCount: profile?.rowCount ?? null,
    columns: (profile?.columns ?? []).map((column) => ({
      name: column.name,
      type: column.type,
      ...protectionOf(policy, column.name),
      nullShare: column.nullShare,
      distinctCount: column.distinctCount,
      isDistinctExact: column.isDistinctExact,
      kind: column.findings.kind?.kind ?? null,
    })),
  }
}

/** How the policy classes a column, and its mask for who has none of the roles listed. */
export function protectionOf(
  policy: DatasetPolicy,
  name: string,
): { readonly classification: string; readonly mask: string } {
  const listed = policy.columns.get(name)
  const mask = listed?.default ?? {
    kind: policy.columnsDefault === 'allow' ? ('none' as const) : ('remove' as const),
  }
  return { classification: listed?.classification ?? policy.classification, mask: maskLabel(mask) }
}
