import type { Evaluator } from './evaluator.ts'
import type { Call } from './nodes.ts'
import type { Located, Value, Values } from './values.ts'
import { unknowns } from './values.ts'

/** The one value of a positional argument, undefined where it is none or may be several. */
export function argument(
  evaluator: Evaluator,
  call: Located<Call>,
  index: number,
): Value | undefined {
  const node = call.node.args[index]
  if (!node || call.node.args.slice(0, index + 1).some(({ kind }) => kind === 'Starred'))
    return undefined
  const values = evaluator.values(node, call.site)
  return values.length === 1 ? values[0] : undefined
}

/** All that a positional argument may be. */
export function allArguments(evaluator: Evaluator, call: Located<Call>, index: number): Values {
  const node = call.node.args[index]
  return node ? evaluator.values(node, call.site) : unknowns
}

/** The text that a positional argument is sure to be. */
export function textArgument(
  evaluator: Evaluator,
  call: Located<Call>,
  index: number,
): string | undefined {
  const value = argument(evaluator, call, index)
  return value?.kind === 'text' ? value.text : undefined
}
