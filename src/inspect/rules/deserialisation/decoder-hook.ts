import { walk } from '../../../python/visit.ts'
import type { Rule } from '../../rule.ts'
import { onKeyword } from '../../rule.ts'

const makers = new Set([
  ...[
    'builtins.getattr',
    'builtins.__import__',
    'builtins.eval',
    'builtins.exec',
    'builtins.globals',
  ],
  ...['importlib.import_module', 'pydoc.locate', 'pickle.loads', 'marshal.loads'],
])
const known = new Set(['msgpack_numpy.decode', 'jsonpickle.unpickler.Unpickler().restore'])

/** Hooks by which a decoder makes the objects that its data names. */
export const decoderHook: Rule = {
  id: 'decoder-hook',
  title: 'A decoder makes the objects that its data names',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [502, 470],
  owasp: ['A08:2021'],
  on: [
    onKeyword(
      ['object_hook', 'object_pairs_hook', 'ext_hook', 'tag_hook', 'list_hook'],
      ({ node, site }, { meaning }) => {
        for (const value of meaning.values(node.value, site)) {
          if (value.kind === 'path' && known.has(value.path)) return report(value.path)
          if (value.kind !== 'function') continue
          let found: string | undefined
          const inside = meaning.bindings.scopes.get(value.node)
          walk(value.node, (part) => {
            if (part.kind === 'Call' && inside) {
              found ??= meaning.paths(part.func, inside).find((path) => makers.has(path))
            }
            return found === undefined
          })
          if (found !== undefined) return report(found.replace('builtins.', ''))
        }
        return undefined
      },
    ),
  ],
}

function report(name: string) {
  return {
    message: `The hook uses \`${name}\`, so that the data decides what is made or called.`,
    help: 'Choose the class from a dictionary of those that are meant.',
  }
}
