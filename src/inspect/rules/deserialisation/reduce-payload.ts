import type { Expression } from '../../../python/nodes.ts'
import { walk } from '../../../python/visit.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const makers = new Set(['__reduce__', '__reduce_ex__'])
const dangerous =
  /^(os|subprocess|pty|shutil|socket|ctypes|importlib|runpy|webbrowser|platform|code|commands)\.|^builtins\.(eval|exec|compile|open|__import__|getattr|globals)$|^nt\.|^posix\./

/** A class that is made to run a program where it is unpickled. */
export const reducePayload: Rule = {
  id: 'reduce-payload',
  title: 'A class is made to run code where it is unpickled or copied',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [506, 502],
  owasp: ['A08:2021'],
  on: [
    onNode('FunctionDef', ({ node }, { meaning }) => {
      const inside = makers.has(node.name) ? meaning.bindings.scopes.get(node) : undefined
      if (inside?.scope.parent?.kind !== 'class') return undefined
      const found: Report[] = []
      for (const statement of node.body) {
        walk(statement, (part) => {
          if (part.kind !== 'Return' || part.value === null) return true
          const called = firstOf(part.value)
          const name = called && meaning.paths(called, inside).find((path) => dangerous.test(path))
          if (name !== undefined) {
            found.push({
              ...(name === 'builtins.getattr' ? { persona: 'gate' as const } : {}),
              message: `\`${node.name}\` has \`${name.replace('builtins.', '')}\` called where the object is unpickled or copied.`,
              at: part,
              help: 'Give back the class and its values.',
            })
          }
          return true
        })
      }
      return found
    }),
    onNode('Dict', ({ node }, { meaning }) => {
      for (const [i, key] of node.keys.entries()) {
        const lambda = lambdaResult(key, node.values[i])
        const inside = lambda && meaning.bindings.scopes.get(lambda)
        const called = lambda && firstOf(lambda.body)
        if (!lambda || !inside || !called) continue
        if (!meaning.paths(called, inside).some((path) => dangerous.test(path))) continue
        return {
          message:
            'A class is made whose objects call a function where they are unpickled or copied.',
          at: lambda,
          help: 'Give back the class and its values.',
        }
      }
      return undefined
    }),
  ],
}

/** `type('X', (), {'__reduce__': lambda self: (os.system, ('id',))})` */
function lambdaResult(key: Expression | null | undefined, value: Expression | undefined) {
  const isMaker = key?.kind === 'Constant' && makers.has(String(key.value))
  return isMaker && value?.kind === 'Lambda' ? value : undefined
}

function firstOf(value: Expression): Expression | undefined {
  return value.kind === 'Tuple' ? value.elts[0] : undefined
}
