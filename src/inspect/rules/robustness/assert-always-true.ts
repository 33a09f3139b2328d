import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** An assert that can't fail. */
export const assertAlwaysTrue: Rule = {
  id: 'assert-always-true',
  title: 'An assert can never fail',
  layer: 'names',
  severity: 'low',
  confidence: 0.95,
  persona: 'default',
  cwe: [571],
  owasp: [],
  on: [
    onNode('Assert', ({ node }): Report | undefined => {
      const { test } = node
      if (test.kind === 'Tuple' && test.elts.length > 0) {
        return {
          message: 'A tuple is always true, so this checks nothing.',
          help: 'Leave the brackets out.',
        }
      }
      return test.kind === 'Constant' && typeof test.value === 'string' && test.value !== ''
        ? { message: 'A text is always true, so this checks nothing.' }
        : undefined
    }),
  ],
}
