/** A place in a text: line from 1, column from 0 in UTF-16 units. */
export interface LinePosition {
  readonly line: number
  readonly column: number
}

/** Offsets to lines and columns, counted on first use; lines end at `\n`, `\r\n` or `\r` and nowhere else, as Python's do. */
export class LineIndex {
  readonly #text: string
  #starts: Int32Array | null = null

  constructor(text: string) {
    this.#text = text
  }

  /** How many lines there are; an empty text has one. */
  get count(): number {
    return this.#lineStarts().length
  }

  /** The line (from 1) that holds this offset. */
  lineOf(offset: number): number {
    const starts = this.#lineStarts()
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** Line and column of this offset. */
  positionOf(offset: number): LinePosition {
    const line = this.lineOf(offset)
    return { line, column: offset - this.startOf(line) }
  }

  /** The offset at which a line (from 1) begins; the text's length for a line beyond the last. */
  startOf(line: number): number {
    return this.#lineStarts()[line - 1] ?? this.#text.length
  }

  #lineStarts(): Int32Array {
    this.#starts ??= findLineStarts(this.#text)
    return this.#starts
  }
}

const lineFeed = 10
const carriageReturn = 13

function findLineStarts(text: string): Int32Array {
  const starts = [0]
  const returns = text.includes('\r')
  for (let at = nextBreak(text, 0, returns); at >= 0; at = nextBreak(text, at, returns)) {
    starts.push(at)
  }
  return Int32Array.from(starts)
}

function nextBreak(text: string, from: number, hasReturns: boolean): number {
  if (!hasReturns) {
    const at = text.indexOf('\n', from)
    return at < 0 ? -1 : at + 1
  }
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed) return at + 1
    if (code === carriageReturn) return text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1
  }
  return -1
}
