import type { Evaluator } from './evaluator.ts'
import { elements, itemAt } from './items.ts'
import type { Bound, Part } from './scopes.ts'
import { joinValues, unknowns, type Value, type Values } from './values.ts'

/** What unpacking takes out of a value. */
export function unpacked(evaluator: Evaluator, bound: Bound & { kind: 'item' }): Values {
  let values = evaluator.valuesOf(bound.value)
  for (const index of bound.indexes) {
    values = joinValues(values.map((value) => elements(evaluator, value, index)))
  }
  return values
}

/** What a `case` pattern takes out of a value. */
export function matched(evaluator: Evaluator, { value, parts }: Bound & { kind: 'part' }): Values {
  let values = evaluator.valuesOf(value)
  for (const part of parts) {
    values = joinValues(values.map((one) => partOf(evaluator, one, part)))
  }
  return values
}

function partOf(evaluator: Evaluator, value: Value, part: Part): Values {
  switch (part.kind) {
    case 'attribute':
      return evaluator.attribute(value, part.name)
    case 'item':
      return elements(evaluator, value, part.index)
    case 'key':
      return itemAt(evaluator, value, part.key)
    default:
      return unknowns
  }
}
