import type { Node, While } from '../../../python/nodes.ts'
import { children, walk } from '../../../python/visit.ts'
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
  return node.body.some((statement) => leaves(statement, false))

  /** Statements nest a hundred deep at most; expressions may go deeper and are walked. */
  function leaves(inner: Node, isInnerLoop: boolean): boolean {
    switch (inner.kind) {
      case 'Break':
        return !isInnerLoop
      case 'Return':
      case 'Raise':
        return true
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        return false
      case 'For':
      case 'AsyncFor':
      case 'While':
        return (
          inner.body.some((statement) => leaves(statement, true)) ||
          inner.orelse.some((statement) => leaves(statement, isInnerLoop)) ||
          expressionLeaves(inner.kind === 'While' ? inner.test : inner.iter)
        )
      default:
        return holdsStatements(inner)
          ? children(inner).some((child) => leaves(child, isInnerLoop))
          : expressionLeaves(inner)
    }
  }

  function expressionLeaves(root: Node): boolean {
    let found = false
    walk(root, (inner) => {
      if (found || inner.kind === 'Lambda') return false
      found =
        suspending.has(inner.kind) ||
        (inner.kind === 'Call' && meaning.paths(inner.func, site).some((path) => leaving.has(path)))
      return !found
    })
    return found
  }
}

const suspending = new Set<Node['kind']>(['Yield', 'YieldFrom', 'Await'])
const compound = new Set<Node['kind']>(['If', 'With', 'AsyncWith', 'Try', 'TryStar', 'Match'])

function holdsStatements({ kind }: Node): boolean {
  return compound.has(kind) || kind === 'ExceptHandler' || kind === 'MatchCase'
}
