import type { Rule } from '../../rule.ts'

/** Reported by scans; a comment with a slip in it suppresses nothing, which its writer should know. */
export const suppressionUnknownRule: Rule = {
  id: 'suppression-unknown-rule',
  title: 'A suppression names a rule that does not exist',
  layer: 'pattern',
  severity: 'low',
  confidence: 1,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [],
}
