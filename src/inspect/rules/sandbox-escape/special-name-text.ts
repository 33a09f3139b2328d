import type { Report, Rule } from '../../rule.ts'
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
      node.type === 'str' && typeof node.value === 'string' ? judge(node.value) : undefined,
    ),
    onNode('Subscript', ({ node, site }, { meaning }) => {
      if (node.slice.kind === 'Slice') return undefined
      const name = meaning.texts(node.slice, site).find((text) => names.has(text))
      return name === undefined ? undefined : { ...report(name), severity: 'high', at: node.slice }
    }),
  ],
}

/** A name alone, or an expression that begins with an import or walks from class to class. */
function judge(text: string): Report | undefined {
  if (names.has(text)) return report(text)
  if (text.length > 2000 || !text.includes('__') || /\n/.test(text)) return undefined
  const code =
    /^\s*__import__\s*\(|\.__class__\.__|__subclasses__\s*\(\)|\{[^{}]{0,40}[.[]__\w+/.exec(
      text,
    )?.[0]
  return code === undefined
    ? undefined
    : {
        ...report(code.trim()),
        message: 'The text is code that leads to the interpreter.',
        severity: 'high',
      }
}

function report(name: string): Report {
  return {
    message: `The text \`${name}\` names an attribute that leads to the interpreter.`,
    help: 'Analysis code needs no special attributes.',
  }
}
