import { append } from './bind-targets.ts'
import type { Evaluator } from './evaluator.ts'
import { attributeOf, canonical } from './names.ts'
import type { Expression, Slice } from './nodes.ts'
import type { Site } from './scopes.ts'
import type { Located, MappingEntry, Value, Values } from './values.ts'
import {
  integerOf,
  joinValues,
  maxAlternatives,
  maxItems,
  numberValue,
  pathValue,
  textValue,
  unknown,
  unknowns,
} from './values.ts'

/** What `value[key]` may be. */
export function itemAt(evaluator: Evaluator, value: Value, key: Located): Values {
  if (key.node.kind === 'Slice') return sliced(evaluator, value, key.node, key.site)
  const keys = evaluator.valuesOf(key)
  return joinValues(keys.map((one) => itemByKey(evaluator, value, one)))
}

/** What `value[key]` may be for one known key. */
export function itemByKey(evaluator: Evaluator, value: Value, key: Value): Values {
  switch (value.kind) {
    case 'path':
      return itemOfPath(value.path, key)
    case 'namespace':
      return key.kind === 'text' ? evaluator.member(value.scope, key.text) : unknowns
    case 'mapping':
      return itemOfMapping(evaluator, value, key)
    case 'object':
    case 'class':
    case 'function':
      return unknowns
    default: {
      const index = integerOf(key)
      return index === undefined && key.kind !== 'unknown'
        ? unknowns
        : elements(evaluator, value, index ?? null)
    }
  }
}

/** What iterating over a value gives: the item at `index` (from the end where negative), or any of them for null. */
export function elements(evaluator: Evaluator, value: Value, index: number | null): Values {
  if (value.kind === 'path') return [pathValue(canonical(`${value.path}[]`))]
  if (value.kind === 'mapping') {
    return joinValues(value.entries.map(({ key }) => (key ? evaluator.valuesOf(key) : unknowns)))
  }
  if (index !== null) return pick(evaluator, value, index) ?? unknowns
  const all = itemsOf(evaluator, value)
  return all ? joinValues(all) : unknowns
}

/** Every item of a constant sequence or text, or undefined where they are not all known. */
export function itemsOf(evaluator: Evaluator, value: Value): readonly Values[] | undefined {
  switch (value.kind) {
    case 'sequence':
      if (value.items.length > maxItems) return undefined
      return value.items.map((item) => evaluator.valuesOf(item))
    case 'values':
      return value.items.map((item) => [item])
    case 'text':
      if (value.text.length > maxItems) return undefined
      return Array.from(value.text, (char) => [
        value.isBytes ? numberValue(char.charCodeAt(0)) : textValue(char),
      ])
    default:
      return undefined
  }
}

/** A literal sequence with its items worked out; any other value as it is. */
export function flattened(evaluator: Evaluator, value: Value): Value {
  if (value.kind !== 'sequence') return value
  const items = itemsOf(evaluator, value)
  if (!items) return unknown
  return { kind: 'values', items: items.map((item) => (item.length === 1 && item[0]) || unknown) }
}

function pick(evaluator: Evaluator, value: Value, index: number): Values | undefined {
  switch (value.kind) {
    case 'sequence': {
      const item = value.items.at(index)
      return item && evaluator.valuesOf(item)
    }
    case 'values': {
      const item = value.items.at(index)
      return item && [item]
    }
    case 'text': {
      const char = value.text.at(index)
      if (char === undefined) return undefined
      return [value.isBytes ? numberValue(char.charCodeAt(0)) : textValue(char)]
    }
    default:
      return undefined
  }
}

function itemOfPath(path: string, key: Value): Values {
  if (key.kind === 'text') {
    if (path === 'sys.modules') return [pathValue(canonical(key.text))]
    if (path === 'builtins') return [pathValue(attributeOf(path, key.text))]
    const owner = path.endsWith('.__dict__') ? path.slice(0, -'.__dict__'.length) : undefined
    if (owner) return [pathValue(attributeOf(owner, key.text))]
  }
  return [pathValue(canonical(`${path}[]`))]
}

/** Entries of a dictionary by the text that is their key, and those whose key is none or not known. */
export interface EntryIndex {
  readonly byText: ReadonlyMap<string, readonly MappingEntry[]>
  readonly others: readonly MappingEntry[]
}

/** Sorts the entries of a dictionary by their keys, so that a large one is gone through only once. */
export function indexEntries(evaluator: Evaluator, entries: readonly MappingEntry[]): EntryIndex {
  const byText = new Map<string, MappingEntry[]>()
  const others: MappingEntry[] = []
  for (const entry of entries) {
    const [key, more] = entry.key ? evaluator.valuesOf(entry.key) : unknowns
    if (key?.kind === 'text' && !more) append(byText, key.text, entry)
    else others.push(entry)
  }
  return { byText, others: others.slice(0, maxAlternatives) }
}

function itemOfMapping(
  evaluator: Evaluator,
  { entries }: Value & { kind: 'mapping' },
  key: Value,
): Values {
  const candidates =
    key.kind === 'text' ? evaluator.entries(entries, key.text) : entries.slice(0, maxAlternatives)
  const found = candidates.map(({ value }) => evaluator.valuesOf(value))
  return joinValues(
    entries.length > candidates.length && key.kind !== 'text' ? [...found, unknowns] : found,
  )
}

function sliced(evaluator: Evaluator, value: Value, slice: Slice, site: Site): Values {
  if (value.kind === 'path') return [pathValue(canonical(`${value.path}[]`))]
  const bound = (node: Expression | null) => {
    if (!node) return null
    const values = evaluator.values(node, site)
    return values.length === 1 ? integerOf(values[0]) : undefined
  }
  const range = [bound(slice.lower), bound(slice.upper), bound(slice.step)] as const
  const indexed = (length: number) => indexesOf(length, range)
  if (value.kind === 'text') {
    const indexes = indexed(value.text.length)
    return indexes
      ? [textValue(indexes.map((i) => value.text.charAt(i)).join(''), value.isBytes)]
      : unknowns
  }
  const all = itemsOf(evaluator, value)
  const indexes = all && indexed(all.length)
  if (!all || !indexes) return unknowns
  const items = indexes.map((i) => {
    const item = all[i]
    return (item?.length === 1 ? item[0] : undefined) ?? unknown
  })
  return [{ kind: 'values', items }]
}

/** The positions a slice takes, as `slice.indices` counts them; undefined where a bound is not known. */
function indexesOf(
  length: number,
  [lower, upper, stride]: readonly (number | null | undefined)[],
): readonly number[] | undefined {
  if (lower === undefined || upper === undefined || stride === undefined) return undefined
  const step = stride ?? 1
  if (step === 0) return undefined
  const clamp = (bound: number, low: number, high: number) =>
    Math.min(Math.max(bound < 0 ? bound + length : bound, low), high)
  const isForward = step > 0
  const from = clampOr(lower, isForward ? 0 : length - 1)
  const to = clampOr(upper, isForward ? length : -1)
  const indexes: number[] = []
  for (let i = from; isForward ? i < to : i > to; i += step) indexes.push(i)
  return indexes

  function clampOr(bound: number | null, otherwise: number): number {
    if (bound === null) return otherwise
    return isForward ? clamp(bound, 0, length) : clamp(bound, -1, length - 1)
  }
}
