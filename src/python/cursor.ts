import type { Comment, FaultKind, SyntaxFault } from './fault.ts'
import { Lexer } from './lexer.ts'
import { LineIndex } from './lines.ts'
import type { ErrorExpression, Expression, Positioned } from './nodes.ts'
import { startsExpression, T } from './tokens.ts'

/**
 * How deep an expression may nest. CPython's own limit depends on its stack; this one keeps every later pass within
 * Node's, and no program that a person or a model wrote comes near it.
 */
const maxDepth = 500

/**
 * Walks the tokens line by line. The first fault in a line is kept and the rest of that line passed over: the current
 * token is then its `NEWLINE`, at which every loop of the grammar ends, so that what was read so far stays in the tree.
 */
export abstract class Cursor {
  readonly text: string
  readonly lines: LineIndex
  readonly faults: SyntaxFault[] = []
  protected readonly lexer: Lexer
  protected kind: number = T.NEWLINE
  protected index = 0
  /** Where the last consumed token ended. */
  protected lastEnd = 0
  /** Set from a fault to the end of its line. */
  protected isLost = false
  protected depth = 0
  /** Where the last whole operand began: between brackets, a second one right after it lacks a comma. */
  protected operandStart = 0

  constructor(text: string) {
    this.text = text
    this.lines = new LineIndex(text)
    this.lexer = new Lexer(text, this.lines, (fault) => this.faults.push(fault))
  }

  get comments(): readonly Comment[] {
    return this.lexer.comments
  }

  /** An expression without `:=`, `yield` or a star at its head. */
  abstract expression(): Expression

  /** Where the current token begins; at the end of a line, where its last token ended. */
  protected get start(): number {
    return this.kind === T.NEWLINE ? this.lastEnd : this.lexer.tokens.startAt(this.index)
  }

  /** Goes to the next token of the line; its end is passed by `readLine` alone. */
  protected next(): void {
    if (this.kind <= T.NEWLINE) return
    const { tokens } = this.lexer
    this.lastEnd = tokens.endAt(this.index)
    this.kind = tokens.kindAt(++this.index)
  }

  protected accept(kind: number): boolean {
    if (this.kind !== kind) return false
    this.next()
    return true
  }

  protected expect(kind: number, message: string): boolean {
    if (this.accept(kind)) return true
    this.fail(message)
    return false
  }

  /** Consumes a closing bracket. */
  protected closeBracket(kind: number, message = 'invalid syntax'): void {
    if (this.accept(kind)) return
    const isOperand = startsExpression[this.kind] === 1 && !this.isLegacyString()
    if (!isOperand) this.fail(message)
    else {
      const range = { start: this.operandStart, end: this.here().end }
      this.fail('invalid syntax. Perhaps you forgot a comma?', range)
    }
  }

  /** A name right before a string looks like a prefix that there is not. */
  private isLegacyString(): boolean {
    const isString = this.kind === T.STRING || this.kind === T.FSTRING_START
    return isString && this.peek(-1) === T.NAME
  }

  /** The range of the current token. */
  protected here(): Positioned {
    return { start: this.start, end: this.lexer.tokens.endAt(this.index) }
  }

  /** The kind of the token after the current one. */
  protected peek(distance = 1): number {
    return this.lexer.tokens.kindAt(this.index + distance)
  }

  /** Goes on to the next logical line. */
  protected readLine(): void {
    this.lexer.readLine()
    this.index = 0
    this.kind = this.lexer.tokens.kindAt(0)
    this.isLost = false
  }

  /** Leaves the rest of the line unread. */
  protected skipLine(): void {
    this.index = this.lexer.tokens.count - 1
    this.kind = this.lexer.tokens.kindAt(this.index)
  }

  protected identifier(): string {
    if (this.kind !== T.NAME) {
      this.fail('invalid syntax')
      return ''
    }
    const { tokens, hasWideNames } = this.lexer
    const name = this.text.slice(tokens.startAt(this.index), tokens.endAt(this.index))
    this.next()
    return hasWideNames ? name.normalize('NFKC') : name
  }

  protected spells(word: string, index = this.index): boolean {
    const { tokens } = this.lexer
    if (tokens.kindAt(index) !== T.NAME) return false
    const start = tokens.startAt(index)
    return tokens.endAt(index) - start === word.length && this.text.startsWith(word, start)
  }

  /** Reports what is wrong with the current token, or with a stretch of text, and gives the line up. */
  protected fail(message: string, at?: Positioned, kind: FaultKind = 'syntax'): void {
    if (this.isLost) return
    const { tokens, lineFault } = this.lexer
    const start = at?.start ?? tokens.startAt(this.index)
    const end = at?.end ?? tokens.endAt(this.index)
    this.faults.push(lineFault ?? { kind, message, start, end: Math.max(start, end) })
    this.isLost = true
    this.skipLine()
    this.lastEnd = Math.max(this.lastEnd, tokens.closeGap())
  }

  protected failExpression(message: string, at?: Positioned): ErrorExpression {
    const { start } = this
    this.fail(message, at)
    const end = this.lastEnd
    return { kind: 'ErrorExpression', start: Math.min(start, end), end, message }
  }

  /** Enters one level of nesting, which `leave` must end; false, and a fault, where that is too deep. */
  protected enter(): boolean {
    this.depth++
    if (this.depth <= maxDepth) return true
    this.fail('too many nested expressions', undefined, 'depth')
    return false
  }

  protected leave(): void {
    this.depth--
  }
}
