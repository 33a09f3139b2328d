import type { Severity } from './severity.ts'

export type Verdict = 'allow' | 'hold' | 'deny'

/** One reason for the risk score: `points` of 100 and why. */
export interface RiskPoint {
  readonly points: number
  readonly reason: string
}

/** Risk of one run: the sum of its points, at most 100. */
export interface Risk {
  readonly score: number
  readonly level: Severity
  readonly points: readonly RiskPoint[]
}

/** What happens with a piece of code, and every reason that made it so (the reasons of the strictest verdict first). */
export interface Decision {
  readonly verdict: Verdict
  readonly risk: Risk
  readonly reasons: readonly string[]
}
