import type { Call, Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { isFromCall } from '../../origin.ts'

const dumps = new Set(['pickle.dumps', 'dill.dumps', 'cloudpickle.dumps', 'marshal.dumps'])

/** What is unpickled was pickled by the same script before, in memory or in a file of the same path. */
export function isOwnPickle(call: CallMatch, context: Context): boolean {
  const source = call.argument(0)
  if (!source) return false
  if (isFromCall(source, call.site, context, dumps)) return true
  const path = pathOf(source, call.site, context)
  if (path === undefined) return false
  return ['dump', 'to_pickle', 'save', 'savez'].some((name) =>
    (context.meaning.bindings.calls.get(name) ?? []).some(
      ({ node, site }) =>
        node.end <= source.start &&
        node.args.some((argument) => pathOf(argument, site, context) === path),
    ),
  )
}

/** The path of a file, or of an open one, as it is written in the code. */
function pathOf(node: Expression, site: Site, context: Context): string | undefined {
  const opened = openedIn(node, site, context)
  const path = opened ? opened.args[0] : node
  if (!path || (path.kind !== 'Name' && path.kind !== 'Constant' && !opened)) return undefined
  return context.meaning.text(path, site) ?? context.text.slice(path.start, path.end)
}

function openedIn(node: Expression, site: Site, context: Context): Call | undefined {
  const { meaning } = context
  const values = node.kind === 'Name' ? meaning.assigned(node, site).map((v) => v.node) : [node]
  for (const value of values) {
    if (value.kind !== 'Call') continue
    if (meaning.paths(value.func, site).includes('builtins.open')) return value
  }
  return undefined
}
