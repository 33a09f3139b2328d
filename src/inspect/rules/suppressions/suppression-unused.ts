import type { Rule } from '../../rule.ts'

/** Reported by scans; what nobody needs any more would hide the next fault on that line. */
export const suppressionUnused: Rule = {
  id: 'suppression-unused',
  title: 'A suppression suppresses nothing',
  layer: 'pattern',
  severity: 'low',
  confidence: 1,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [],
}
