import type { Rule } from '../../rule.ts'

/** Reported for what the parser could not read; the rest is inspected all the same. */
export const syntaxError: Rule = {
  id: 'syntax-error',
  title: 'The text is not valid Python',
  layer: 'syntax',
  severity: 'high',
  confidence: 1,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [],
}
