import type { Rule } from '../../rule.ts'

/** Reported in place of everything else where the script is longer than the policy allows. */
export const scriptTooLarge: Rule = {
  id: 'script-too-large',
  title: 'The script is too large to inspect',
  layer: 'syntax',
  severity: 'high',
  confidence: 1,
  persona: 'default',
  cwe: [1080],
  owasp: [],
  on: [],
}
