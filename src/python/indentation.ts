import type { Comment, SyntaxFault } from './fault.ts'
import { afterBreak, lineEnd } from './quotes.ts'
import type { TokenBuffer } from './token-buffer.ts'
import { T } from './tokens.ts'

const maxIndents = 100
const tabSize = 8
const space = 32
const tab = 9
const formFeed = 12
const lineFeed = 10
const carriageReturn = 13
const backslash = 92
const hash = 35

/** The levels of indentation a text is in; columns count a tab as up to eight spaces, and as one to see inconsistent use. */
export class Indentation {
  readonly #text: string
  readonly #tokens: TokenBuffer
  readonly #report: (fault: SyntaxFault) => void
  readonly #columns: number[] = [0]
  readonly #tabAsOne: number[] = [0]
  #column = 0
  #altColumn = 0
  #isTooDeep = false

  constructor(text: string, tokens: TokenBuffer, report: (fault: SyntaxFault) => void) {
    this.#text = text
    this.#tokens = tokens
    this.#report = report
  }

  /** The column of the current level. */
  get width(): number {
    return this.#columns[this.#columns.length - 1] ?? 0
  }

  /** Skips blank lines and comments, adds the change of level to the tokens, and returns where the line's text begins. */
  read(from: number, comments: Comment[]): number {
    const text = this.#text
    let at = from
    for (;;) {
      at = this.#measure(at)
      let code = text.charCodeAt(at)
      if (code === hash) {
        const end = lineEnd(text, at)
        comments.push({ start: at, end })
        at = end
        code = text.charCodeAt(at)
      }
      if (code !== lineFeed && code !== carriageReturn) break
      at = afterBreak(text, at)
    }
    if (at < text.length) this.#change(at)
    return at
  }

  /** Closes every open level at the end of the text. */
  close(at: number): void {
    while (this.#columns.length > 1) this.#pop(at)
  }

  /** Of lines joined by backslashes, the first that is indented counts. */
  #measure(from: number): number {
    let at = this.#measureLine(from)
    let column = this.#column
    let altColumn = this.#altColumn
    while (joinsNextLine(this.#text, at)) {
      at = this.#measureLine(afterBreak(this.#text, at + 1))
      if (column === 0) {
        column = this.#column
        altColumn = this.#altColumn
      }
    }
    this.#column = column
    this.#altColumn = altColumn
    return at
  }

  #measureLine(from: number): number {
    let column = 0
    let altColumn = 0
    let at = from
    for (; ; at++) {
      const code = this.#text.charCodeAt(at)
      if (code === space || code === tab) {
        column = code === space ? column + 1 : (Math.floor(column / tabSize) + 1) * tabSize
        altColumn++
      } else if (code === formFeed) {
        column = 0
        altColumn = 0
      } else break
    }
    this.#column = column
    this.#altColumn = altColumn
    return at
  }

  #change(at: number): void {
    const column = this.#column
    const width = this.width
    if (column > width) this.#push(at)
    else if (column < width) this.#unwind(at)
    else if (this.#altColumn !== this.#tabAsOne[this.#tabAsOne.length - 1]) this.#failTabs(at)
  }

  #push(at: number): void {
    if (this.#altColumn <= (this.#tabAsOne[this.#tabAsOne.length - 1] ?? 0)) this.#failTabs(at)
    if (this.#columns.length >= maxIndents) {
      if (!this.#isTooDeep) this.#fail('too many levels of indentation', at, 'depth')
      this.#isTooDeep = true
      return
    }
    this.#columns.push(this.#column)
    this.#tabAsOne.push(this.#altColumn)
    this.#tokens.add(T.INDENT, at, at)
  }

  /** Leaves levels; a line between two levels is reported and taken as a line of the inner one. */
  #unwind(at: number): void {
    const levels = this.#columns
    while ((levels[levels.length - 2] ?? 0) >= this.#column && this.width > this.#column) {
      this.#pop(at)
    }
    if (this.width !== this.#column) {
      this.#fail('unindent does not match any outer indentation level', at, 'indentation')
      levels[levels.length - 1] = this.#column
      this.#tabAsOne[levels.length - 1] = this.#altColumn
    } else if (this.#altColumn !== this.#tabAsOne[levels.length - 1]) this.#failTabs(at)
  }

  #pop(at: number): void {
    this.#columns.pop()
    this.#tabAsOne.pop()
    this.#tokens.add(T.DEDENT, at, at)
  }

  #failTabs(at: number): void {
    this.#fail('inconsistent use of tabs and spaces in indentation', at, 'indentation')
  }

  #fail(message: string, at: number, kind: 'indentation' | 'depth'): void {
    this.#report({ kind, message, start: at, end: lineEnd(this.#text, at) })
  }
}

function joinsNextLine(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== backslash) return false
  const next = text.charCodeAt(at + 1)
  return next === lineFeed || next === carriageReturn
}
