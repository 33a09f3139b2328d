import type { Node, While } from '../../../python/nodes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const leaving = new Set(['sys.exit', 'os._exit', 'os.abort', 'builtins.exit', 'builtins.quit'])

/** A loop that nothing ends. */
export const endlessLoop: Rule = {
  id: 'endless-loop',
  title: 'A loop never ends',
  layer: 'names',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [835],
  owasp: ['LLM10:2025'],
  on: [
    onNode('While', (match, context) => {
      if (!isAlwaysTrue(match, context) || hasExit(match, context)) return undefined
      const { test } = match.node
      return {
        message: 'Nothing ends this loop.',
        help: 'Loop over what is to be worked on, or leave by `break` or `return`.',
        at: { start: match.node.start, end: test.end },
      }
    }),
  ],
}

function isAlwaysTrue({ node, site }: NodeMatch<While>, { meaning }: Context): boolean {
  if (node.test.kind === 'Name') return false
  const [value, more] = meaning.values(node.test, site)
  if (more) return false
  if (value?.kind === 'boolean') return value.value
  return value?.kind === 'number' && value.value !== 0
}

/** A break of this loop, or whatever leaves the function; what inner functions do does not count. */
function hasExit({ node, site }: NodeMatch<While>, { meaning }: Context): boolean {
  let found = false
  for (const statement of node.body) {
    walk(statement, (inner) => {
      if (found || isFunction(inner)) return false
      if (inner.kind === 'Break') found = breaksOut(inner, node)
      else if (inner.kind === 'Call') {
        found = meaning.paths(inner.func, site).some((path) => leaving.has(path))
      } else found = leaves(inner)
      return !found
    })
  }
  return found
}

function leaves({ kind }: Node): boolean {
  return (
    kind === 'Return' ||
    kind === 'Raise' ||
    kind === 'Yield' ||
    kind === 'YieldFrom' ||
    kind === 'Await'
  )
}

function isFunction({ kind }: Node): boolean {
  return (
    kind === 'FunctionDef' ||
    kind === 'AsyncFunctionDef' ||
    kind === 'Lambda' ||
    kind === 'ClassDef'
  )
}

/** A `break` belongs to the innermost loop around it. */
function breaksOut(statement: Node, loop: While): boolean {
  let owner: Node = loop
  walk(loop, (inner) => {
    if (inner.start > statement.start || inner.end < statement.end) return false
    const isLoop = inner.kind === 'While' || inner.kind === 'For' || inner.kind === 'AsyncFor'
    if (
      isLoop &&
      inner.body.some(({ start, end }) => start <= statement.start && statement.end <= end)
    ) {
      owner = inner
    }
    return true
  })
  return owner === loop
}
