/** What the letters before a string's quotes say. */
export interface StringPrefix {
  readonly isBytes: boolean
  readonly isRaw: boolean
  /** An f-string or a t-string. */
  readonly isFormatted: boolean
  readonly isTemplate: boolean
}

/** A string literal's opening quotes. */
export interface OpeningQuotes {
  readonly text: string
  /** The offset of the first quote. */
  readonly at: number
  readonly quote: number
  readonly isTriple: boolean
}

const plain: StringPrefix = { isBytes: false, isRaw: false, isFormatted: false, isTemplate: false }
const raw = { ...plain, isRaw: true }
const formatted = { ...plain, isFormatted: true }
const template = { ...formatted, isTemplate: true }
const bytes = { ...plain, isBytes: true }
const prefixes: ReadonlyMap<string, StringPrefix> = new Map([
  ['', plain],
  ['u', plain],
  ['r', raw],
  ['b', bytes],
  ['f', formatted],
  ['t', template],
  ...bothOrders('rb', { ...bytes, isRaw: true }),
  ...bothOrders('rf', { ...formatted, isRaw: true }),
  ...bothOrders('rt', { ...template, isRaw: true }),
])

/** What the letters from `start` to `end` mean before a quote (case does not matter), or null where they are no prefix. */
export function prefixOf(text: string, start: number, end: number): StringPrefix | null {
  if (start === end) return plain
  return prefixes.get(text.slice(start, end).toLowerCase()) ?? null
}

/** The offset after the closing quotes, or -1 where there are none. */
export function findStringEnd(opening: OpeningQuotes): number {
  return opening.isTriple ? findTripleEnd(opening) : findSingleEnd(opening)
}

/** The offset at which the line that holds `from` ends, before its line break. */
export function lineEnd(text: string, from: number): number {
  let at = from
  let code = text.charCodeAt(at)
  while (at < text.length && code !== lineFeed && code !== carriageReturn) {
    code = text.charCodeAt(++at)
  }
  return at
}

/** The offset after the line break at `at`. */
export function afterBreak(text: string, at: number): number {
  const isPair = text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed
  return at + (isPair ? 2 : 1)
}

const backslash = 92
const lineFeed = 10
const carriageReturn = 13

function bothOrders(letters: string, prefix: StringPrefix): [string, StringPrefix][] {
  return [
    [letters, prefix],
    [letters.charAt(1) + letters.charAt(0), prefix],
  ]
}

function findSingleEnd({ text, at, quote }: OpeningQuotes): number {
  let end = at + 1
  for (;;) {
    const code = text.charCodeAt(end)
    if (code === quote) return end + 1
    if (code === backslash) {
      const isPair = text.charCodeAt(end + 1) === carriageReturn
      end += isPair && text.charCodeAt(end + 2) === lineFeed ? 3 : 2
      continue
    }
    if (code === lineFeed || code === carriageReturn || end >= text.length) return -1
    end++
  }
}

function findTripleEnd({ text, at, quote }: OpeningQuotes): number {
  for (let end = at + 3; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === backslash) end++
    else if (code === quote && text.charCodeAt(end + 1) === quote) {
      if (text.charCodeAt(end + 2) === quote) return end + 3
    }
  }
  return -1
}
