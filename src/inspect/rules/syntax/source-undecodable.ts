import type { Rule } from '../../rule.ts'

/** Reported in place of everything else where the bytes are no text. */
export const sourceUndecodable: Rule = {
  id: 'source-undecodable',
  title: 'The source can not be decoded',
  layer: 'syntax',
  severity: 'high',
  confidence: 1,
  persona: 'default',
  cwe: [838],
  owasp: [],
  on: [],
}
