import type { AsyncFunctionDef, FunctionDef, Node, Statement } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** What may end a function, or run only sometimes. */
const leaving: ReadonlySet<Node['kind']> = new Set([
  ...(['Return', 'Raise', 'Yield', 'YieldFrom', 'Try', 'With', 'While', 'Assert', 'If'] as const),
  'Match',
])

/** A function that always calls itself. */
export const endlessRecursion: Rule = {
  id: 'endless-recursion',
  title: 'A function calls itself in every case',
  layer: 'names',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [674],
  owasp: [],
  on: [
    onNode('FunctionDef', ({ node, site }, context) =>
      site.scope.kind === 'class' ? undefined : reportOn(node, context),
    ),
    onNode('AsyncFunctionDef', ({ node, site }, context) =>
      site.scope.kind === 'class' ? undefined : reportOn(node, context),
    ),
  ],
}

function reportOn(node: FunctionDef | AsyncFunctionDef, { meaning }: Context): Report | undefined {
  const { name, body } = node
  const inside = meaning.bindings.scopes.get(node)
  if (!meaning.bindings.calls.has(name)) return undefined
  for (const statement of body) {
    const call = ownCall(statement, name)
    if (call && inside && isRebound(name, inside)) return undefined
    if (call) {
      return {
        message: `\`${name}\` calls itself in every case.`,
        help: 'Return before the call in one case.',
        at: call,
      }
    }
    if (mayLeave(statement)) return undefined
  }
  return undefined
}

/** Inside of the function its name means something else: a parameter, or another function of that name. */
function isRebound(name: string, { scope }: Site): boolean {
  return scope.bindings.has(name) || (scope.parent?.bindings.get(name)?.length ?? 0) > 1
}

/** A call of the function that a plain statement always makes. */
function ownCall(statement: Statement, name: string) {
  const isPlain =
    statement.kind === 'Return' || statement.kind === 'Expr' || statement.kind === 'Assign'
  if (!isPlain || !statement.value) return undefined
  let found: { start: number; end: number } | undefined
  walk(statement.value, (inner) => {
    if (
      inner.kind === 'Lambda' ||
      inner.kind === 'IfExp' ||
      inner.kind === 'BoolOp' ||
      inner.kind === 'Comprehension'
    )
      return false
    if (/Comp$|^GeneratorExp$/.test(inner.kind)) return false
    if (inner.kind === 'Call' && inner.func.kind === 'Name' && inner.func.id === name)
      found ??= inner
    return found === undefined
  })
  return found
}

function mayLeave(statement: Statement): boolean {
  let found = false
  walk(statement, (inner) => {
    if (leaving.has(inner.kind)) found = true
    if (inner.kind === 'Call' && inner.func.kind === 'Attribute' && /exit/.test(inner.func.attr))
      found = true
    return !found && inner.kind !== 'FunctionDef' && inner.kind !== 'Lambda'
  })
  return found
}
