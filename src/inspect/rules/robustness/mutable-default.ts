import type { Arguments } from '../../../python/nodes.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** A default that all calls share. */
export const mutableDefault: Rule = {
  id: 'mutable-default',
  title: 'All calls share one default value that can change',
  layer: 'names',
  severity: 'low',
  confidence: 0.85,
  persona: 'pedantic',
  cwe: [1188],
  owasp: [],
  on: [
    onNode('FunctionDef', ({ node }) => reportOn(node.args)),
    onNode('AsyncFunctionDef', ({ node }) => reportOn(node.args)),
  ],
}

function reportOn({ defaults, kwDefaults }: Arguments): readonly Report[] {
  return [...defaults, ...kwDefaults].flatMap((value) =>
    value && /^(List|Dict|Set|ListComp|DictComp|SetComp)$/.test(value.kind)
      ? [
          {
            message: 'Every call shares this default, and what one puts in the next one finds.',
            help: 'Use None, and make it inside.',
            at: value,
          },
        ]
      : [],
  )
}
