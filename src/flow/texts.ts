import { isJsonObject, type Json } from '../kernel/json.ts'

/** Every text in a JSON value, names of members among them. */
export function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)])
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
