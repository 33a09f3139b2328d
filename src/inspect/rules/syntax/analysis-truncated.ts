import type { Rule } from '../../rule.ts'

/** Reported where a bound of the evaluation was hit, so that something may have gone unseen. */
export const analysisTruncated: Rule = {
  id: 'analysis-truncated',
  title: 'The code was too entangled to be followed to its end',
  layer: 'syntax',
  severity: 'high',
  confidence: 1,
  persona: 'default',
  cwe: [1121],
  owasp: [],
  on: [],
}
