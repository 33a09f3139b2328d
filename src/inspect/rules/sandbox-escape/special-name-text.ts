import type { Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const names: ReadonlySet<string> = new Set([
  ...['__subclasses__', '__bases__', '__base__', '__mro__', '__globals__', '__builtins__'],
  ...['__code__', '__closure__', '__getattribute__', '__import__', '__loader__', 'f_globals'],
  ...['f_builtins', 'f_back', 'gi_frame', 'tb_frame', 'cr_frame', 'co_code', '__self__'],
])

/** The names of ways out, given as text. */
export const specialNameText: Rule = {
  id: 'special-name-text',
  title: 'The name of an interpreter attribute stands in a text',
  layer: 'names',
  severity: 'medium',
  confidence: 0.7,
  persona: 'gate',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onNode('Constant', ({ node }) =>
      node.type === 'str' && typeof node.value === 'string' && names.has(node.value)
        ? report(node.value)
        : undefined,
    ),
    onNode('Subscript', ({ node, site }, { meaning }) => {
      if (node.slice.kind === 'Constant' || node.slice.kind === 'Slice') return undefined
      const name = meaning.texts(node.slice, site).find((text) => names.has(text))
      return name === undefined ? undefined : { ...report(name), severity: 'high' }
    }),
  ],
}

function report(name: string) {
  return {
    message: `The text \`${name}\` names an attribute that leads to the interpreter.`,
    help: 'Analysis code needs no special attributes.',
  }
}
