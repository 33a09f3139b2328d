import type { Rule } from '../../rule.ts'

/** Reported where the parser stopped following the nesting, as Python itself would. */
export const codeTooDeep: Rule = {
  id: 'code-too-deep',
  title: 'The code is nested too deeply',
  layer: 'syntax',
  severity: 'high',
  confidence: 1,
  persona: 'default',
  cwe: [1124],
  owasp: [],
  on: [],
}
