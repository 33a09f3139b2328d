import type { Meaning } from '../python/meaning.ts'
import type { Value } from '../python/values.ts'
import type { CallMatch } from './call-match.ts'
import { faultOf } from './expression-text.ts'
import { evaluated } from './tables/methods.ts'

/** Expressions and formulas in text, which may do more than name columns; and objects that are unpickled on request. */
export function mayEvaluate(call: CallMatch, meaning: Meaning): boolean {
  const { name } = call
  if (unpickling.has(name)) {
    return call.hasSpread || !call.values(2, 'allow_pickle').every(isFalse)
  }
  if (name === 'builtins.type()') return true
  const hasPlainNames = evaluated.get(name)
  if (hasPlainNames === undefined || !call.call) return false
  const at = call.call.start
  return !call
    .values(0, 'expr')
    .every(
      (value) =>
        value.kind === 'text' &&
        faultOf(meaning, { text: value.text, site: call.site, at, hasPlainNames }) === undefined,
    )
}

function isFalse(value: Value): boolean {
  return value.kind === 'boolean' && !value.value
}

const unpickling = new Set(['numpy.load', 'numpy.lib.format.read_array'])

/** Names that `mayEvaluate` looks at. */
export function canEvaluate(path: string): boolean {
  return unpickling.has(path) || path === 'builtins.type()' || evaluated.has(path)
}
