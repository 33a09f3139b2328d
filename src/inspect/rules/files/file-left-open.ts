import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const readers = new Set(['read', 'readlines', 'readline', 'write', 'writelines'])

/** A file that only the garbage collector closes. */
export const fileLeftOpen: Rule = {
  id: 'file-left-open',
  title: 'A file is opened and never closed',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'pedantic',
  cwe: [772, 404],
  owasp: [],
  on: [
    onNode('Attribute', ({ node, site }, { meaning }) => {
      if (node.value.kind !== 'Call' || !readers.has(node.attr)) return undefined
      if (!meaning.paths(node.value.func, site).includes('builtins.open')) return undefined
      return {
        message: 'Nothing closes this file.',
        help: 'Use `with open(…) as file:`.',
        at: node.value,
      }
    }),
  ],
}
