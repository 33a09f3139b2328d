import type { GovernRequest } from '../data/govern.ts'
import type { DatasetPolicy } from '../data/policy.ts'
import type { DatasetName } from '../kernel/ids.ts'

/** A dataset of a request with the policy that governs it. */
export interface Source {
  readonly name: DatasetName
  readonly policy: DatasetPolicy
  readonly path: string
}

/** A dataset of a run as the governor was asked for it. */
export type GovernedSource = GovernRequest
