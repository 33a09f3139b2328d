import { Cursor } from './cursor.ts'
import { decodeEscapes } from './escapes.ts'
import type { Comment } from './fault.ts'
import type { Constant, Expression, FormattedValue, Interpolation, JoinedStr } from './nodes.ts'
import { numberValue } from './numbers.ts'
import { prefixOf, type StringPrefix } from './quotes.ts'
import { T } from './tokens.ts'

type Conversion = FormattedValue['conversion']

/** The pieces of adjacent string literals, joined as they are read. */
interface Pieces {
  readonly values: Expression[]
  isBytes: boolean | null
  isFormatted: boolean
  isTemplate: boolean | null
}

/** The part of a literal between its quotes and fields. */
interface LiteralText {
  readonly start: number
  readonly end: number
  readonly prefix: StringPrefix
  readonly hasDoubledBraces?: boolean
}

/** Reads literals: numbers, strings, and f-strings with their fields. */
export abstract class LiteralParser extends Cursor {
  /** What stands in an f-string's field: expressions, starred ones, `yield`, `:=` in brackets only. */
  protected abstract fieldExpression(): Expression

  protected number(): Expression {
    const { start } = this
    const { tokens } = this.lexer
    const literal = this.text.slice(start, tokens.endAt(this.index))
    const { type, value, message } = numberValue(literal)
    if (message !== null) return this.failExpression(message)
    this.next()
    return { kind: 'Constant', start, end: this.lastEnd, type, value }
  }

  protected strings(): Expression {
    const { start } = this
    const pieces: Pieces = { values: [], isBytes: null, isFormatted: false, isTemplate: null }
    while (this.kind === T.STRING || this.kind === T.FSTRING_START) {
      if (this.kind === T.STRING) this.plainString(pieces)
      else this.formattedString(pieces)
    }
    const end = this.lastEnd
    const { values } = pieces
    const first = values[0]
    if (!pieces.isFormatted) {
      if (first?.kind === 'Constant') return { ...first, start, end }
      return {
        kind: 'ErrorExpression',
        start,
        end: Math.max(start, end),
        message: 'invalid string',
      }
    }
    const found = values.filter((value) => value.kind !== 'Constant' || value.value !== '')
    if (pieces.isTemplate) return { kind: 'TemplateStr', start, end, values: found }
    return { kind: 'JoinedStr', start, end, values: found }
  }

  private plainString(pieces: Pieces): void {
    const { start, text } = this
    const end = this.lexer.tokens.endAt(this.index)
    let open = start
    while (!isQuote(text.charCodeAt(open))) open++
    const prefix = prefixOf(text, start, open)
    if (prefix === null || !this.admits(pieces, prefix)) return
    const quote = text.charCodeAt(open)
    const isTriple =
      end - open >= 6 && text.charCodeAt(open + 1) === quote && text.charCodeAt(open + 2) === quote
    const width = isTriple ? 3 : 1
    const value = this.literalText({ start: open + width, end: end - width, prefix })
    this.next()
    if (value === null) return
    const type = prefix.isBytes ? 'bytes' : 'str'
    addConstant(pieces.values, { kind: 'Constant', start, end, type, value })
  }

  private formattedString(pieces: Pieces): void {
    const { start, text } = this
    let open = start
    while (!isQuote(text.charCodeAt(open))) open++
    const prefix = prefixOf(text, start, open)
    if (prefix === null || !this.admits(pieces, prefix)) return
    pieces.isFormatted = true
    this.next()
    this.formattedParts(pieces.values, prefix)
    this.expect(T.FSTRING_END, 'invalid syntax')
  }

  private admits(pieces: Pieces, prefix: StringPrefix): boolean {
    const { isBytes, isTemplate } = prefix
    if (pieces.isTemplate !== null && pieces.isTemplate !== isTemplate) {
      this.fail('cannot mix t-string literals with string or bytes literals')
      return false
    }
    if (pieces.isBytes !== null && pieces.isBytes !== isBytes) {
      this.fail('cannot mix bytes and nonbytes literals')
      return false
    }
    pieces.isBytes = isBytes
    pieces.isTemplate = isTemplate
    return true
  }

  /** What stands between two offsets of a literal; null, and a fault, where Python refuses it. */
  private literalText(literal: LiteralText): string | null {
    const { prefix } = literal
    let source = this.text.slice(literal.start, literal.end)
    if (source.includes('\r')) source = source.replace(/\r\n?/g, '\n')
    if (literal.hasDoubledBraces) source = source.replaceAll('{{', '{').replaceAll('}}', '}')
    if (prefix.isBytes && /[^\0-\x7f]/.test(source)) {
      this.fail('bytes can only contain ASCII literal characters')
      return null
    }
    if (prefix.isRaw) return source
    const decoded = decodeEscapes(source, prefix.isBytes)
    if (decoded.ok) return decoded.value
    this.fail(decoded.message)
    return null
  }

  private formattedParts(values: Expression[], prefix: StringPrefix, isSpec = false): void {
    for (;;) {
      if (this.kind === T.FSTRING_MIDDLE) this.middle(values, prefix, isSpec)
      else if (this.kind === T.LBRACE) this.field(values, prefix)
      else return
    }
  }

  private middle(values: Expression[], prefix: StringPrefix, isSpec: boolean): void {
    const { start } = this
    const end = this.lexer.tokens.endAt(this.index)
    const value = this.literalText({ start, end, prefix, hasDoubledBraces: !isSpec })
    this.next()
    if (value === null) return
    addConstant(values, { kind: 'Constant', start, end, type: 'str', value })
  }

  private field(values: Expression[], prefix: StringPrefix): void {
    const { start } = this
    this.next()
    const value = this.fieldValue()
    const textEnd = this.lastEnd
    const isDebug = this.accept(T.EQUAL)
    if (isDebug) this.addDebugText(values, start + 1)
    let conversion = this.conversion()
    const formatSpec = this.formatSpec(prefix)
    if (isDebug && conversion === 'none' && formatSpec === null) conversion = 'r'
    const isOpen = !isDebug && conversion === 'none' && formatSpec === null
    this.closeBracket(
      T.RBRACE,
      isOpen ? "f-string: expecting '=', or '!', or ':', or '}'" : "f-string: expecting '}'",
    )
    const end = this.lastEnd
    const node: FormattedValue | Interpolation = prefix.isTemplate
      ? {
          kind: 'Interpolation',
          start,
          end,
          value,
          text: this.text.slice(start + 1, textEnd).trim(),
          conversion,
          formatSpec,
        }
      : { kind: 'FormattedValue', start, end, value, conversion, formatSpec }
    values.push(node)
  }

  private fieldValue(): Expression {
    const names = new Map<number, string>([
      [T.RBRACE, '}'],
      [T.EXCLAMATION, '!'],
      [T.COLON, ':'],
      [T.EQUAL, '='],
    ])
    const found = names.get(this.kind)
    if (found === undefined) return this.fieldExpression()
    return this.failExpression(`f-string: valid expression required before '${found}'`)
  }

  /** `{x = }` shows its own text: everything from the brace to what follows the sign and its blanks. */
  private addDebugText(values: Expression[], start: number): void {
    const end = this.isLost ? this.lastEnd : this.start
    const pieces: string[] = []
    let from = start
    for (const comment of commentsWithin(this.comments, start, end)) {
      pieces.push(this.text.slice(from, comment.start))
      from = comment.end
    }
    pieces.push(this.text.slice(from, end))
    const value = pieces.join('').replace(/\r\n?/g, '\n')
    addConstant(values, { kind: 'Constant', start, end, type: 'str', value })
  }

  private conversion(): Conversion {
    if (!this.accept(T.EXCLAMATION)) return 'none'
    for (const letter of ['s', 'r', 'a'] as const) {
      if (this.spells(letter)) {
        this.next()
        return letter
      }
    }
    const message =
      this.kind === T.NAME
        ? `f-string: invalid conversion character '${this.identifierText()}': expected 's', 'r', or 'a'`
        : 'f-string: missing conversion character'
    this.fail(message)
    return 'none'
  }

  private identifierText(): string {
    return this.text.slice(this.start, this.lexer.tokens.endAt(this.index))
  }

  private formatSpec(prefix: StringPrefix): JoinedStr | null {
    if (this.kind !== T.COLON) return null
    const { start } = this
    this.next()
    const values: Expression[] = []
    this.formattedParts(values, prefix, true)
    return { kind: 'JoinedStr', start, end: this.lastEnd, values }
  }
}

/** The comments between two offsets, found by halving. */
function commentsWithin(
  comments: readonly Comment[],
  start: number,
  end: number,
): readonly Comment[] {
  let low = 0
  let high = comments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((comments[middle]?.start ?? end) < start) low = middle + 1
    else high = middle
  }
  let last = low
  while ((comments[last]?.start ?? end) < end) last++
  return comments.slice(low, last)
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39
}

/** Adds text, to the constant before it where there is one. */
function addConstant(values: Expression[], added: Constant): void {
  const before = values[values.length - 1]
  if (before?.kind !== 'Constant') {
    values.push(added)
    return
  }
  const value = String(before.value) + String(added.value)
  values[values.length - 1] = { ...added, start: before.start, value }
}
