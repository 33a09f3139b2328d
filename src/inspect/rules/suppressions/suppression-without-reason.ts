import type { Rule } from '../../rule.ts'

/** Reported by scans; such a comment suppresses nothing. */
export const suppressionWithoutReason: Rule = {
  id: 'suppression-without-reason',
  title: 'A suppression gives no reason',
  layer: 'pattern',
  severity: 'low',
  confidence: 1,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [],
}
