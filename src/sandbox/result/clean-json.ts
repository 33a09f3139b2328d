import type { Json } from '../../kernel/json.ts'
import { Malformed, wellFormed } from './blobs.ts'

/** JSON with texts that have a UTF-8 form and numbers that have a JSON form. Throws Malformed for other numbers. */
export function cleanJson(value: Json): Json {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Malformed('number')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: Json) => cleanJson(item))
  const entries = Object.entries(value)
  // A plain record from entries keeps a key named __proto__ a key.
  return Object.fromEntries(entries.map(([key, item]) => [wellFormed(key), cleanJson(item)]))
}
