/** How bad a finding is, or how risky a run is, mildest first. */
export const severities = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** A threshold over severities; `safe` lies below all of them. */
export type SeverityThreshold = 'safe' | Severity

/** Negative when `a` is milder than `b`, positive when it is worse, else 0. */
export function compareSeverity(a: SeverityThreshold, b: SeverityThreshold): number {
  return rank(a) - rank(b)
}

function rank(severity: SeverityThreshold): number {
  return severity === 'safe' ? -1 : severities.indexOf(severity)
}
