import type { Frame } from '../kernel/answer.ts'
import { isJsonObject, type Json } from '../kernel/json.ts'
import type { ArrowEngine } from './frame-rows.ts'

/** Every text in a JSON value, names of members and whole numbers of eight digits or more among them. */
export function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return isLongNumber(value) ? [String(value)] : []
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)])
}

/** Every number in a JSON value. */
export function numbersIn(value: Json): number[] {
  if (typeof value === 'number') return [value]
  if (Array.isArray(value)) return value.flatMap(numbersIn)
  return isJsonObject(value) ? Object.values(value).flatMap(numbersIn) : []
}

/** As `textsIn`, each once, of a table of whatever size. */
export function frameTexts(frame: Frame, arrow: ArrowEngine): string[] {
  const table = arrow.tableFromIPC(frame.arrow)
  const found = new Set(frame.columns.map(({ name }) => name))
  for (const [at, { type }] of frame.columns.entries()) {
    if (type !== 'string' && type !== 'integer') continue
    for (const cell of table.getChildAt(at) ?? []) {
      if (typeof cell === 'string' || isLongNumber(cell)) found.add(String(cell))
    }
  }
  return [...found]
}

function isLongNumber(value: unknown): boolean {
  const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value)
  return isWhole && (Number(value) >= 1e7 || Number(value) <= -1e7)
}

/** A text with words of it blotted out, whatever their letter case and the signs between their parts. */
export function redact(text: string, words: readonly string[]): string {
  if (words.length === 0 || text === '') return text
  const patterns = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) =>
      word
        .split(' ')
        .map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
        .join('[\\s,;:|"\'()[\\]{}<>=]+'),
    )
  return text.replace(new RegExp(patterns.join('|'), 'giu'), '[protected]')
}
