import type { Call, For, Node, Try, While, With } from '../../../python/nodes.ts'
import { children, walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import { nameOf } from '../../named-values.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

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
    onFile((context) => {
      const { nodes, sites, kinds } = context.meaning.bindings
      const found: Report[] = []
      // Nodes come in the order of the text, a block before what is in it.
      let guardedUntil = 0
      kinds.forEach((kind, i) => {
        if (kind !== 'While' && kind !== 'Try' && kind !== 'With') return
        const node = nodes[i]
        const site = sites[i]
        if (!node || !site) return
        if (isGuard(node)) guardedUntil = Math.max(guardedUntil, node.body.at(-1)?.end ?? 0)
        if (node.kind !== 'While' || node.end <= guardedUntil) return
        const report = reportOn({ node, site }, context)
        if (report) found.push(report)
      })
      return found
    }),
  ],
}

function isAlwaysTrue({ node, site }: NodeMatch<While>, { meaning }: Context): boolean {
  if (node.test.kind === 'Name') return false
  if (node.test.kind === 'UnaryOp' && node.test.op === 'Not') {
    const { operand } = node.test
    return operand.kind === 'Constant' && (operand.value === false || operand.value === 0)
  }
  const [value, more] = meaning.values(node.test, site)
  if (more) return false
  if (value?.kind === 'boolean') return value.value
  return value?.kind === 'number' && value.value !== 0
}

function reportOn(match: NodeMatch<While>, context: Context): Report | undefined {
  if (!isAlwaysTrue(match, context) || hasExit(match, context)) return undefined
  const { start, test } = match.node
  return {
    ...(waits(match.node) ? { persona: 'gate' as const } : {}),
    message: 'Nothing ends this loop.',
    help: 'Loop over what is to be worked on, or leave by `break` or `return`.',
    at: { start, end: test.end },
  }
}

/** A block that an error is expected to end: `try: while True: pop() except KeyError: pass`. */
function isGuard(node: Node): node is Try | With {
  if (node.kind === 'Try') {
    return node.handlers.some(({ type }) => type && !/^(Base)?Exception$/.test(nameOf(type) ?? ''))
  }
  return (
    node.kind === 'With' &&
    node.items.some(
      ({ contextExpr }) =>
        contextExpr.kind === 'Call' &&
        /^(raises|suppress|assertRaises)$/.test(nameOf(contextExpr.func) ?? ''),
    )
  )
}

/** A service waits for something in each round, and is ended from outside. */
export function waits({ body }: While | For): boolean {
  return body.some((statement) => {
    let isFound = false
    walk(statement, (inner) => {
      isFound ||=
        inner.kind === 'Call' && waiting.test(nameOf(inner.func) ?? '') && !isNoTime(inner)
      return !isFound
    })
    return isFound
  })
}

/** `sleep(0)` only lets others run in between. */
function isNoTime({ args: [first] }: Call): boolean {
  return first?.kind === 'Constant' && first.value === 0
}

const waiting =
  /^(sleep|accept|recv\w*|get|input|wait|select|poll|join|readline|acquire|receive\w*|consume|brpop|blpop|listen|getch|run_pending|read_message|next_message|lpop|serve\w*|handle_request|pause)$/

/** A break of this loop, or whatever leaves the function; what inner functions do does not count. */
export function hasExit({ node, site }: NodeMatch<While | For>, { meaning }: Context): boolean {
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
