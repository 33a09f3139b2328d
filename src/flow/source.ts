import type { DatasetPolicy } from '../data/policy.ts'
import type { DatasetName } from '../kernel/ids.ts'

/** A dataset of a request with the policy that governs it. */
export interface Source {
  readonly name: DatasetName
  readonly policy: DatasetPolicy
  readonly path: string
}
