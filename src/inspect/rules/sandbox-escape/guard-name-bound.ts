import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Names through which Python, and guards in Python, look things up. */
const guarded = new Set([
  ...['__builtins__', '__import__', '__build_class__', '__loader__', '__spec__', '__metaclass__'],
  ...['_getattr_', '_getitem_', '_getiter_', '_write_', '_print_', '_inplacevar_', '_apply_'],
  ...['_unpack_sequence_', '_iter_unpack_sequence_', '__rlocals__', '__debug__'],
])

/** A name that a guard relies on gets another meaning. */
export const guardNameBound: Rule = {
  id: 'guard-name-bound',
  title: 'A name that guards rely on is given another meaning',
  layer: 'names',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [693, 913],
  owasp: ['LLM05:2025'],
  on: [
    onFile(({ meaning }) => {
      const scopes = [meaning.bindings.root, ...meaning.bindings.scopes.values()]
      return scopes.flatMap(({ scope }) =>
        [...scope.bindings, ...scope.remoteBindings].flatMap(([name, bindings]) =>
          guarded.has(name) ? bindings.map(({ at, bound }) => report(name, at, bound.kind)) : [],
        ),
      )
    }),
  ],
}

function report(name: string, at: number, kind: string): Report {
  const how = kind === 'parameter' ? 'A parameter is called' : 'The code binds'
  return {
    message: `${how} \`${name}\`, through which checks of the interpreter go.`,
    at: { start: at, end: at + name.length },
    help: 'Use another name.',
  }
}
