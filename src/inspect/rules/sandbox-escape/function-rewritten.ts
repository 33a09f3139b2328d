import type { Node } from '../../../python/nodes.ts'
import type { Rule } from '../../rule.ts'
import { onStore } from '../../rule.ts'

const parts: ReadonlyMap<string, 'high' | 'medium' | 'low'> = new Map([
  ['__code__', 'high'],
  ['__closure__', 'high'],
  ['__globals__', 'high'],
  ['__builtins__', 'high'],
  ['__bases__', 'high'],
  ['__mro__', 'high'],
  ['__defaults__', 'medium'],
  ['__kwdefaults__', 'medium'],
  ['__class__', 'medium'],
  ['cell_contents', 'high'],
  ['_Printer__filenames', 'high'],
  ['_Printer__data', 'medium'],
])

/** Functions, classes and objects that are given other insides. */
export const functionRewritten: Rule = {
  id: 'function-rewritten',
  title: 'The insides of a function or a class are replaced',
  layer: 'names',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [913, 471],
  owasp: ['LLM05:2025'],
  on: [
    onStore(({ attribute, node }) => {
      const severity = attribute === null ? undefined : parts.get(attribute)
      if (severity === undefined) return undefined
      return {
        message: `\`${attribute}\` is replaced, so that what was written is not what runs.`,
        severity,
        ...(attribute === '__class__' && isSelf(node) ? { persona: 'gate' as const } : {}),
        help: 'Write another function, or a subclass.',
      }
    }),
  ],
}

/** An object that changes its own class does so by design. */
function isSelf(node: Node): boolean {
  return node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === 'self'
}
