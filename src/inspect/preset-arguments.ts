import type { Meaning } from '../python/meaning.ts'
import type { Call, Expression } from '../python/nodes.ts'
import type { Located, Site } from '../python/scopes.ts'

/** Functions that call the function they are given with the arguments after it, with its position, by their last name. */
const handing: ReadonlyMap<string, number> = new Map([
  ...['partial', 'partialmethod', 'submit', 'to_thread', 'run_in_threadpool'].map(at(0)),
  ...['run_sync', 'call_soon', 'start_soon', 'add_task'].map(at(0)),
  ...['run_in_executor', 'call_later'].map(at(1)),
])
const threads = ['Thread', 'Process', 'Timer']
/** Calls of one name that are looked through. */
const mostCalls = 50

/** The arguments that a function which is handed on will be called with: `partial(f, a, b=c)`, `submit(f, a)`. */
export function handedArguments(meaning: Meaning, node: Expression): Call | undefined {
  const { calls } = meaning.bindings
  for (const [name, position] of handing) {
    for (const { node: call } of (calls.get(name) ?? []).slice(0, mostCalls)) {
      if (call.args[position] === node) return after(call, position)
    }
  }
  for (const name of threads) {
    for (const { node: call } of (calls.get(name) ?? []).slice(0, mostCalls)) {
      if (call.keywords.some(({ arg, value }) => arg === 'target' && value === node))
        return packed(call)
    }
  }
  return undefined
}

/** The arguments that `partial` fixed of a function that is called by the name of its result. */
export function fixedArguments(
  meaning: Meaning,
  func: Expression,
  site: Site,
): Located<Call> | undefined {
  if (!meaning.bindings.calls.has('partial')) return undefined
  const made = func.kind === 'Name' ? meaning.assigned(func, site) : [{ node: func, site }]
  for (const { node, site: at } of made) {
    if (node.kind !== 'Call' || node.args.length === 0) continue
    if (meaning.paths(node.func, at).includes('functools.partial'))
      return { node: after(node, 0), site: at }
  }
  return undefined
}

function at(position: number) {
  return (name: string): readonly [string, number] => [name, position]
}

function after(call: Call, position: number): Call {
  return { ...call, args: call.args.slice(position + 1) }
}

/** `Thread(target=f, args=(a,), kwargs={'b': c})`. */
function packed(call: Call): Call {
  const given = call.keywords.find(({ arg }) => arg === 'args')?.value
  const named = call.keywords.find(({ arg }) => arg === 'kwargs')?.value
  return {
    ...call,
    args: given?.kind === 'Tuple' || given?.kind === 'List' ? given.elts : [],
    keywords: named
      ? [{ kind: 'Keyword', arg: null, value: named, start: named.start, end: named.end }]
      : [],
  }
}
