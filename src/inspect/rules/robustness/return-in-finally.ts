import { isDefinition, nodesIn } from '../../nodes-in.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** A `finally` that throws the error away. */
export const returnInFinally: Rule = {
  id: 'return-in-finally',
  title: 'A finally block swallows the error',
  layer: 'names',
  severity: 'low',
  confidence: 0.95,
  persona: 'default',
  cwe: [584],
  owasp: [],
  on: [
    onNode('Try', ({ node }): Report | undefined => {
      const found = nodesIn(
        node.finalbody,
        (inner) => isDefinition(inner) || inner.kind === 'For' || inner.kind === 'While',
      ).find(({ kind }) => kind === 'Return' || kind === 'Break' || kind === 'Continue')
      return (
        found && {
          message: 'Leaving a `finally` block throws the error away.',
          help: 'Leave after the block.',
          at: found,
        }
      )
    }),
  ],
}
