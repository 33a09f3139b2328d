import type { DatasetPolicy } from '../data/policy.ts'

/** A dataset of a request with the policy that governs it. */
export interface Source {
  readonly policy: DatasetPolicy
  readonly path: string
}
