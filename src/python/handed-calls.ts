import type { Evaluator } from './evaluator.ts'
import type { Call, Expression } from './nodes.ts'
import type { Callable, Located } from './values.ts'

/** Functions that call the function they are given with the arguments after it, by their last name. */
const callers: readonly string[] = [
  ...['submit', 'to_thread', 'run_in_executor', 'run_in_threadpool', 'partial', 'add_task'],
  ...['call_soon', 'call_later', 'map', 'starmap', 'imap', 'imap_unordered', 'spawn', 'enqueue'],
  ...['start_new_thread', 'run_sync'],
]
/** Those that take these arguments as one tuple. */
const packers: readonly string[] = ['Thread', 'Process', 'Timer', 'apply_async', 'apply']
const mostCalls = 16

/** An argument with which another function, such as that of a thread, calls a function of the module. */
export interface HandedArgument {
  readonly call: Located<Call>
  readonly argument: Expression
}

/** What a parameter is given by those to whom its function is handed. */
export function handedArguments(
  evaluator: Evaluator,
  func: Callable,
  { name, position }: { readonly name: string; readonly position: number },
): readonly HandedArgument[] {
  const found: HandedArgument[] = []
  for (const caller of [...callers, ...packers]) {
    for (const call of (evaluator.bindings.calls.get(caller) ?? []).slice(0, mostCalls)) {
      const at = placeOf(evaluator, call, func)
      if (at === undefined) continue
      const given = packers.includes(caller) ? packed(call.node) : call.node.args.slice(at + 1)
      const keyword = call.node.keywords.find(({ arg }) => arg === name)?.value
      const argument = keyword ?? given[position]
      if (argument) found.push({ call, argument })
    }
  }
  return found
}

/** The position at which a call is given the function; -1 by keyword. */
function placeOf(
  evaluator: Evaluator,
  { node, site }: Located<Call>,
  func: Callable,
): number | undefined {
  const isIt = (argument: Expression) =>
    (argument.kind === 'Name' || argument.kind === 'Attribute' || argument.kind === 'Lambda') &&
    evaluator
      .values(argument, site)
      .some((value) => value.kind === 'function' && value.node === func)
  const at = node.args.slice(0, 3).findIndex(isIt)
  if (at >= 0) return at
  return node.keywords.some(({ arg, value }) => arg === 'target' && isIt(value)) ? -1 : undefined
}

/** The items of the tuple of arguments. */
function packed({ args, keywords }: Call): readonly Expression[] {
  const tuple = keywords.find(({ arg }) => arg === 'args')?.value ?? args.find(isSequence)
  return tuple && isSequence(tuple) ? tuple.elts : []
}

function isSequence(node: Expression): node is Expression & { kind: 'Tuple' | 'List' } {
  return node.kind === 'Tuple' || node.kind === 'List'
}
