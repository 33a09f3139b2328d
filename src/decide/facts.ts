import type { Capabilities } from '../kernel/capabilities.ts'
import type { Finding } from '../kernel/finding.ts'
import type { Principal } from '../kernel/principal.ts'

/** A column that a run may touch unmasked. */
export interface ClearColumn {
  readonly name: string
  readonly classification: string
}

/** A dataset that a run is given, as the catalog classes it. */
export interface DatasetAccess {
  readonly name: string
  readonly classification: string
  /** Columns that the caller would see as they are; what a mask hides of a column, the mask answers for. */
  readonly clearColumns: readonly ClearColumn[]
  /** The whole table may leave as the answer. */
  readonly isExported: boolean
}

/** What a decision is made from. */
export interface DecisionFacts {
  readonly findings: readonly Finding[]
  readonly capabilities: Capabilities
  readonly lineCount: number
  /** Absent where code is only checked, on nobody's behalf. */
  readonly principal?: Principal
  readonly datasets: readonly DatasetAccess[]
}
