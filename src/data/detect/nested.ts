import { isJsonObject, type Json } from '../../kernel/json.ts'
import { findSpans, replaceSpans, type Span } from './spans.ts'

/** The spans of one text inside a JSON value, and where it is. */
export interface NestedSpans {
  readonly path: readonly (string | number)[]
  readonly spans: readonly Span[]
}

/** Texts and numbers deeper than this are taken for sensitive as a whole by `maskNested`, so that depth hides nothing. */
const deepest = 200

/** Finds values in every text and number of a JSON value; the nearest key serves as a column's name. */
export function findNested(value: Json, name = ''): NestedSpans[] {
  const found: NestedSpans[] = []
  visit(value, { name, path: [] }, (text, path, key) => {
    const spans = findSpans(text, { name: key })
    if (spans.length > 0) found.push({ path, spans })
    return text
  })
  return found
}

/** A JSON value with every value found in it replaced; a number that holds one becomes text. */
export function maskNested(
  value: Json,
  replacement: (span: Span, value: string) => string,
  name = '',
): Json {
  return visit(value, { name, path: [] }, (text, _, key) =>
    replaceSpans(text, findSpans(text, { name: key }), replacement),
  )
}

type Visit = (text: string, path: readonly (string | number)[], name: string) => string

interface Place {
  readonly name: string
  readonly path: readonly (string | number)[]
}

function visit(value: Json, { name, path }: Place, change: Visit): Json {
  if (path.length > deepest) return '[too deep]'
  if (typeof value === 'string') return change(value, path, name)
  if (typeof value === 'number') {
    const text = String(value)
    const changed = change(text, path, name)
    return changed === text ? value : changed
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, member]) => [
      key,
      visit(member, { name: key, path: [...path, key] }, change),
    ])
    return Object.fromEntries(entries)
  }
  if (value === null || typeof value === 'boolean') return value
  return value.map((member, at) => visit(member, { name, path: [...path, at] }, change))
}
