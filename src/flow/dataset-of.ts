import type { DatasetPolicy } from '../data/policy.ts'
import { CordonError } from '../kernel/errors.ts'
import type { RunPolicy } from './corridor.ts'

/** The policy of the dataset that somebody names. Throws `policy-mismatch` where there is none. */
export function datasetOf({ datasets }: Pick<RunPolicy, 'datasets'>, name: string): DatasetPolicy {
  const dataset = datasets.get(name)
  if (dataset) return dataset
  throw new CordonError('policy-mismatch', `The dataset ${name} has no policy.`, {
    help: `The configuration knows: ${[...datasets.keys()].join(', ') || 'none'}.`,
  })
}
