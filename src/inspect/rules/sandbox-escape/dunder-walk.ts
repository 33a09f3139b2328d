import type { Rule } from '../../rule.ts'
import { onAttribute, onName } from '../../rule.ts'

/** Attributes that lead from any object to the interpreter's own. */
const walked = [
  ...['__subclasses__', '__bases__', '__base__', '__mro__', '__globals__', '__builtins__'],
  ...['__code__', '__closure__', '__self__', '__func__', '__getattribute__', '__loader__'],
  ...['__spec__', '__import__', '__reduce__', '__reduce_ex__', '__wrapped__', 'func_globals'],
  ...['__subclasshook__', '__kwdefaults__', '__traceback__', 'mro'],
]

/** The way from an object to the whole interpreter. */
export const dunderWalk: Rule = {
  id: 'dunder-walk',
  title: 'Special attributes lead to the interpreter',
  layer: 'names',
  severity: 'critical',
  confidence: 0.9,
  persona: 'gate',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onAttribute(walked, ({ attribute }) => ({
      message: `\`${attribute}\` leads out of an object to the interpreter's own.`,
      help: 'Analysis code needs no special attributes: use the object itself.',
      ...(attribute === '__traceback__' ? { severity: 'medium' as const } : {}),
    })),
    onName(
      ['builtins', 'builtins.__loader__', 'builtins.__spec__', 'builtins.__dict__'],
      ({ node, name }) =>
        node.kind === 'Name' && node.id.startsWith('__')
          ? {
              message: `\`${node.id}\` is the interpreter's own.`,
              help: `Use what \`${name}\` holds by its plain name.`,
            }
          : undefined,
    ),
  ],
}
