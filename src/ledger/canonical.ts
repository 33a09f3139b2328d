import { createHash } from 'node:crypto'
import type { Sha256 } from '../kernel/ids.ts'

/**
 * The one text of a JSON value (RFC 8785): keys sorted by UTF-16 units, no white space, shortest numbers.
 * Throws TypeError for what I-JSON can't hold: undefined, functions, NaN, infinities, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value)
  if (value === null || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value)
  throw new TypeError(`a ${typeof value} has no canonical JSON`)
}

/** SHA-256 of bytes, or of a text's UTF-8 bytes. */
export function sha256(data: string | Uint8Array): Sha256 {
  return createHash('sha256').update(data).digest('hex') as Sha256
}

function canonicalObject(value: object): string {
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${canonicalString(key)}:${canonicalJson(item)}`).join(',')}}`
}

function canonicalString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('a lone surrogate has no canonical JSON')
  return JSON.stringify(text)
}
