import type { FunctionDef, Node, Statement } from '../../../python/nodes.ts'
import { walk } from '../../../python/visit.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const unpicklers = new Set([
  'pickle.Unpickler',
  'dill.Unpickler',
  'pickle._Unpickler',
  'cloudpickle.Unpickler',
])

/** An unpickler that refuses some names and lets the rest through. */
export const unpicklerBlockList: Rule = {
  id: 'unpickler-block-list',
  title: 'An unpickler refuses names one by one',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [502, 184],
  owasp: ['A08:2021'],
  on: [
    onNode('ClassDef', ({ node, site }, { meaning }) => {
      if (!node.body.some(findsClass)) return undefined
      const isUnpickler = node.bases.some((base) =>
        meaning.paths(base, site).some((path) => unpicklers.has(path)),
      )
      if (!isUnpickler) return undefined
      return node.body.flatMap((statement): Report[] => {
        if (!findsClass(statement)) return []
        const shape = shapeOf(statement)
        if (shape === 'allow-list') return []
        return [
          {
            message:
              shape === 'open'
                ? 'The unpickler looks up every name that the data gives.'
                : 'The unpickler refuses some names and lets all others through.',
            at: { start: statement.start, end: statement.body[0]?.start ?? statement.end },
            help: 'List the few names that are allowed and refuse the rest.',
          },
        ]
      })
    }),
  ],
}

function findsClass(statement: Statement): statement is FunctionDef {
  return statement.kind === 'FunctionDef' && statement.name === 'find_class'
}

/** How `find_class` chooses: `in` with `raise` refuses what is listed, `in` with `return` allows it. */
function shapeOf(method: Node): 'allow-list' | 'block-list' | 'open' {
  let shape: 'allow-list' | 'block-list' | 'open' = 'open'
  let hasRaise = false
  walk(method, (part) => {
    if (part.kind === 'Raise') hasRaise = true
    if (part.kind === 'Subscript') shape = 'allow-list'
    if (part.kind !== 'If' || shape !== 'open') return true
    const isRefusal = part.body.some((inner) => inner.kind === 'Raise')
    const isListed = comparesBy(part.test, ['In', 'Eq'])
    const isUnlisted = comparesBy(part.test, ['NotIn', 'NotEq'])
    if (isRefusal && isListed && !isUnlisted) shape = 'block-list'
    else if (isListed || isUnlisted) shape = 'allow-list'
    return true
  })
  return hasRaise || shape !== 'open' ? (shape === 'open' ? 'allow-list' : shape) : 'open'
}

function comparesBy(test: Node, ops: readonly string[]): boolean {
  let found = false
  walk(test, (part) => {
    if (part.kind === 'Compare') found ||= part.ops.some((op) => ops.includes(op))
    return !found
  })
  return found
}
