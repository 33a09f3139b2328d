import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** A value that nobody thought of falls through. */
export const matchWithoutDefault: Rule = {
  id: 'match-without-default',
  title: 'A match has no case for everything else',
  layer: 'names',
  severity: 'low',
  confidence: 0.8,
  persona: 'pedantic',
  cwe: [478],
  owasp: [],
  on: [
    onNode('Match', ({ node }): Report | undefined => {
      const isWhole = node.cases.some(
        ({ pattern, guard }) =>
          guard === null && pattern.kind === 'MatchAs' && pattern.pattern === null,
      )
      return isWhole || node.cases.length < 2
        ? undefined
        : { message: 'Any other value falls through.', help: 'Add `case _:`.', at: node.subject }
    }),
  ],
}
