import {
  C,
  characterClass,
  describeCharacter,
  identifierEnd,
  isDigit,
  isWordCode,
} from './characters.ts'
import type { Comment, FaultKind, SyntaxFault } from './fault.ts'
import { Indentation } from './indentation.ts'
import type { LineIndex } from './lines.ts'
import { scanNumber } from './numbers.ts'
import { operatorKind, operatorLength } from './operators.ts'
import { afterBreak, findStringEnd, lineEnd, prefixOf, type StringPrefix } from './quotes.ts'
import { TokenBuffer } from './token-buffer.ts'
import { isStatementKeyword, T, wordKind } from './tokens.ts'

const maxBrackets = 200
const maxNestedFStrings = 150
const maxNestedSpecs = 2
const lineFeed = 10
const carriageReturn = 13
const openBrace = 123
const closeBrace = 125
const colonCode = 58
const exclamationCode = 33
const equalsCode = 61
const backslash = 92
const topLevel = -1

/** How an f-string is quoted, which its literal parts need to know. */
interface FStringForm {
  readonly start: number
  readonly quote: number
  readonly isTriple: boolean
  readonly isRaw: boolean
}

/**
 * Reads a text one logical line at a time into `tokens`. A line that cannot be read ends in an `ERROR` token and
 * `lineFault` says why; the next line is read from the next place where a statement can begin.
 */
export class Lexer {
  readonly text: string
  readonly tokens = new TokenBuffer()
  readonly comments: Comment[] = []
  /** The first thing in the current line that is no token. */
  lineFault: SyntaxFault | null = null
  /** True once a name beyond ASCII was read: names must then be normalised (PEP 3131). */
  hasWideNames = false
  #at: number
  #isLineOpen = false
  #lineStart = 0
  /** How many brackets are open; of each, what closes it and where it stands. */
  #brackets = 0
  readonly #closers = new Uint8Array(maxBrackets)
  readonly #openings = new Int32Array(maxBrackets)
  #fstringDepth = 0
  readonly #lines: LineIndex
  readonly #indentation: Indentation
  /** Set once brackets stayed open to the end of the text: from then on a line that is not indented ends a statement. */
  #distrustsBrackets = false

  constructor(text: string, lines: LineIndex, report: (fault: SyntaxFault) => void) {
    this.text = text
    this.#lines = lines
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0
    this.#indentation = new Indentation(text, this.tokens, report)
  }

  /** Reads the next logical line: changes of indentation, its tokens, `NEWLINE`; or, at the end, `END`. */
  readLine(): void {
    const { tokens, text } = this
    tokens.count = 0
    this.lineFault = null
    this.#at = this.#indentation.read(this.#at, this.comments)
    this.#lineStart = this.#at
    if (this.#at >= text.length) {
      this.#indentation.close(text.length)
      tokens.add(T.END, text.length, text.length)
      return
    }
    const first = tokens.count
    const comments = this.comments.length
    this.#openLine()
    this.#readTokens(topLevel)
    if (this.#isLineOpen && this.#brackets > 0 && !this.#distrustsBrackets) {
      this.#distrustsBrackets = true
      tokens.count = first
      this.comments.length = comments
      this.lineFault = null
      this.#at = this.#lineStart
      this.#openLine()
      this.#readTokens(topLevel)
    }
    if (this.#isLineOpen) this.#finishLine()
  }

  #openLine(): void {
    this.#isLineOpen = true
    this.#brackets = 0
    this.#fstringDepth = 0
  }

  #finishLine(): void {
    if (this.#brackets > 0) this.#failUnclosed()
    this.#isLineOpen = false
    this.tokens.add(T.NEWLINE, this.#at, this.#at)
  }

  /** Reads to the end of the line; in an f-string's field (`base` brackets deep), to the character that ends its expression. */
  #readTokens(base: number): void {
    const { text } = this
    while (this.#isLineOpen && this.#at < text.length) {
      const code = text.charCodeAt(this.#at)
      switch (code < 128 ? characterClass[code] : C.OTHER) {
        case C.LETTER:
          this.#readWord()
          break
        case C.SPACE:
          this.#skipBlanks()
          break
        case C.OPERATOR:
          if (this.#brackets === base && endsField(text, this.#at, code)) return
          this.#readOperator(code)
          break
        case C.OPEN:
          this.#open(code)
          break
        case C.CLOSE:
          if (code === closeBrace && this.#brackets === base) return
          this.#close(code)
          break
        case C.DIGIT:
          this.#readNumber()
          break
        case C.QUOTE:
          this.#readString(this.#at, prefixOf(text, this.#at, this.#at))
          break
        case C.BREAK:
          this.#readBreak()
          break
        case C.COMMENT:
          this.#readComment()
          break
        case C.BACKSLASH:
          this.#readContinuation()
          break
        default:
          this.#readWideWord()
      }
    }
  }

  #skipBlanks(): void {
    let at = this.#at + 1
    while (this.text.charCodeAt(at) === 32) at++
    this.#at = at
  }

  #readWord(): void {
    const { text } = this
    const start = this.#at
    let end = start + 1
    let code = text.charCodeAt(end)
    while (code < 128 && isWordCode[code] === 1) code = text.charCodeAt(++end)
    if (code >= 128) {
      this.#readWideWord()
      return
    }
    if ((code === 34 || code === 39) && end - start <= 3) {
      const prefix = prefixOf(text, start, end)
      if (prefix !== null) {
        this.#at = end
        this.#readString(start, prefix)
        return
      }
    }
    this.#at = end
    this.tokens.add(wordKind(text, start, end), start, end)
  }

  #readWideWord(): void {
    const start = this.#at
    const end = identifierEnd(this.text, start)
    if (end > start) {
      this.hasWideNames = true
      this.#at = end
      this.tokens.add(T.NAME, start, end)
    }
    const code = this.text.charCodeAt(end)
    if (end === start || code >= 128) this.#failCharacter(end, code)
  }

  #failCharacter(at: number, code: number): void {
    const length = (this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    const message =
      code === 0
        ? 'source code cannot contain null bytes'
        : code < 128 && code > 31
          ? 'invalid syntax'
          : describeCharacter(this.text, at)
    this.#at = at + length
    this.#fail(message, at, at + length)
  }

  #readOperator(code: number): void {
    const start = this.#at
    if (code === 46 && isDigit(this.text.charCodeAt(start + 1))) {
      this.#readNumber()
      return
    }
    const kind = operatorKind(this.text, start, code)
    this.#at = start + operatorLength(kind)
    this.tokens.add(kind, start, this.#at)
  }

  #readNumber(): void {
    const start = this.#at
    const scan = scanNumber(this.text, start)
    this.#at = scan.end
    if (scan.message === null) this.tokens.add(T.NUMBER, start, scan.end)
    else this.#fail(scan.message, scan.faultStart, scan.end)
  }

  #open(code: number): void {
    const start = this.#at
    if (this.#brackets >= maxBrackets) {
      this.#abandonLine('too many nested parentheses', start, 'depth')
      return
    }
    this.#closers[this.#brackets] = code === 40 ? 41 : code + 2
    this.#openings[this.#brackets++] = start
    this.#at = start + 1
    this.tokens.add(code === 40 ? T.LPAR : code === 91 ? T.LSQB : T.LBRACE, start, start + 1)
  }

  #close(code: number): void {
    const start = this.#at
    this.#at = start + 1
    const expected = this.#brackets > 0 ? this.#closers[--this.#brackets] : undefined
    if (expected === code) {
      this.tokens.add(code === 41 ? T.RPAR : code === 93 ? T.RSQB : T.RBRACE, start, start + 1)
      return
    }
    const opening = this.#openings[this.#brackets] ?? 0
    const found = String.fromCharCode(code)
    this.#fail(
      expected === undefined
        ? `unmatched '${found}'`
        : `closing parenthesis '${found}' does not match opening parenthesis '${this.text[opening]}'`,
      start,
      start + 1,
    )
    if (this.#fstringDepth > 0) this.#abandonLine('invalid syntax', start)
  }

  #readBreak(): void {
    const start = this.#at
    this.#at = afterBreak(this.text, start)
    if (this.#brackets === 0) {
      this.tokens.add(T.NEWLINE, start, this.#at)
      this.#isLineOpen = false
    } else if (this.#beginsStatement(this.#at)) {
      this.#failUnclosed()
      this.#isLineOpen = false
      this.tokens.add(T.NEWLINE, this.#at, this.#at)
    }
  }

  /** True when the line at `from`, which stands inside brackets, can only be a new statement. */
  #beginsStatement(from: number): boolean {
    const { text } = this
    let at = from
    let code = text.charCodeAt(at)
    while (code === 32 || code === 9 || code === 12) code = text.charCodeAt(++at)
    if (!(code < 128)) return false
    const found = characterClass[code]
    if (this.#distrustsBrackets && found !== C.CLOSE && found !== C.BREAK && found !== C.COMMENT) {
      if (at - from <= this.#indentation.width) return true
    }
    if (found !== C.LETTER) return false
    let end = at + 1
    while (isWordCode[text.charCodeAt(end)] === 1) end++
    return isStatementKeyword[wordKind(text, at, end)] === 1
  }

  #readComment(): void {
    const start = this.#at
    this.#at = lineEnd(this.text, start)
    this.comments.push({ start, end: this.#at })
  }

  #readContinuation(): void {
    const { text } = this
    const start = this.#at
    const next = text.charCodeAt(start + 1)
    if (next === lineFeed || next === carriageReturn) {
      this.#at = afterBreak(text, start + 1)
      if (this.#at < text.length) return
      this.#fail('unexpected EOF while parsing', start, start + 1)
      return
    }
    if (start + 1 >= text.length) {
      this.#at = text.length
      this.#fail('unexpected EOF while parsing', start, start + 1)
      return
    }
    this.#abandonLine('unexpected character after line continuation character', start + 1)
  }

  #readString(start: number, prefix: StringPrefix | null): void {
    const { text } = this
    const quote = text.charCodeAt(this.#at)
    const isTriple =
      text.charCodeAt(this.#at + 1) === quote && text.charCodeAt(this.#at + 2) === quote
    if (prefix?.isFormatted) {
      this.#readFString({ start, quote, isTriple, isRaw: prefix.isRaw })
      return
    }
    const end = findStringEnd({ text, at: this.#at, quote, isTriple })
    if (end >= 0) {
      this.#at = end
      this.tokens.add(T.STRING, start, end)
    } else if (this.#fstringDepth > 0 && !isTriple) {
      this.#abandonLine("f-string: expecting '}'", start)
    } else {
      this.#failUnterminated('string', start, isTriple)
    }
  }

  #readFString(form: FStringForm): void {
    const { start, isTriple } = form
    this.#at += isTriple ? 3 : 1
    this.tokens.add(T.FSTRING_START, start, this.#at)
    if (++this.#fstringDepth > maxNestedFStrings) {
      this.#abandonLine('too many nested f-strings', start, 'depth')
      return
    }
    this.#readMiddle(form, false)
    while (this.#isLineOpen && this.text.charCodeAt(this.#at) === openBrace) {
      this.#readField(form, 0)
      if (this.#isLineOpen) this.#readMiddle(form, false)
    }
    if (!this.#isLineOpen) return
    this.#fstringDepth--
    const end = this.#at + (isTriple ? 3 : 1)
    this.tokens.add(T.FSTRING_END, this.#at, end)
    this.#at = end
  }

  #readField(form: FStringForm, specDepth: number): void {
    const open = this.#at
    if (specDepth > maxNestedSpecs) {
      this.#abandonLine('f-string: expressions nested too deeply', open, 'depth')
      return
    }
    this.#open(openBrace)
    if (!this.#isLineOpen) return
    const base = this.#brackets
    this.#readTokens(base)
    while (this.#isLineOpen && this.text.charCodeAt(this.#at) === exclamationCode) {
      this.tokens.add(T.EXCLAMATION, this.#at, ++this.#at)
      this.#readTokens(base)
    }
    if (this.#isLineOpen && this.text.charCodeAt(this.#at) === colonCode) {
      this.tokens.add(T.COLON, this.#at, ++this.#at)
      this.#readSpec(form, specDepth)
    }
    if (!this.#isLineOpen) return
    if (this.text.charCodeAt(this.#at) === closeBrace) this.#close(closeBrace)
    else if (this.#at < this.text.length) this.#abandonLine("f-string: expecting '}'", this.#at)
  }

  #readSpec(form: FStringForm, specDepth: number): void {
    this.#readMiddle(form, true)
    while (this.#isLineOpen && this.text.charCodeAt(this.#at) === openBrace) {
      this.#readField(form, specDepth + 1)
      if (this.#isLineOpen) this.#readMiddle(form, true)
    }
  }

  /** Reads literal text up to a field, the closing quotes or, in a format specification, its closing brace. */
  #readMiddle(form: FStringForm, isSpec: boolean): void {
    const { text } = this
    const start = this.#at
    let at = start
    for (;;) {
      const step = middleStep(text, at, form, isSpec)
      if (step <= 0) {
        this.#at = at
        if (at > start) this.tokens.add(T.FSTRING_MIDDLE, start, at)
        if (step < 0) this.#failMiddle(form, isSpec)
        return
      }
      at += step
    }
  }

  #failMiddle(form: FStringForm, isSpec: boolean): void {
    const at = this.#at
    if (this.text.charCodeAt(at) === closeBrace) {
      this.#abandonLine("f-string: single '}' is not allowed", at)
    } else if (isSpec) {
      this.#abandonLine("f-string: expecting '}'", at)
    } else {
      this.#failUnterminated('f-string', form.start, form.isTriple)
    }
  }

  #failUnterminated(kind: string, start: number, isTriple: boolean): void {
    const { text } = this
    const at = isTriple ? Math.max(text.length - 1, start) : start
    const shape = isTriple ? `triple-quoted ${kind}` : kind
    const line = this.#lines.lineOf(at)
    this.#abandonLine(`unterminated ${shape} literal (detected at line ${line})`, start)
  }

  #failUnclosed(): void {
    const opening = this.#openings[this.#brackets - 1] ?? this.#lineStart
    this.#fail(`'${this.text[opening]}' was never closed`, opening, opening + 1)
  }

  #fail(message: string, start: number, end: number, kind: FaultKind = 'syntax'): void {
    this.lineFault ??= { kind, message, start, end }
    const { tokens } = this
    const from = tokens.count === 0 ? start : Math.max(start, tokens.endAt(tokens.count - 1))
    tokens.add(T.ERROR, from, Math.max(from, Math.min(end, this.text.length)))
  }

  /** Takes back what was read from `end` on. */
  #forget(end: number): void {
    const { tokens, comments } = this
    while (tokens.count > 0 && tokens.endAt(tokens.count - 1) > end) tokens.count--
    while ((comments[comments.length - 1]?.start ?? -1) >= end) comments.pop()
  }

  /** Gives the logical line up at the end of the physical line that holds `start`. */
  #abandonLine(message: string, start: number, kind: FaultKind = 'syntax'): void {
    const end = lineEnd(this.text, start)
    this.#forget(end)
    this.#fail(message, start, end, kind)
    this.#at = end
    this.#isLineOpen = false
    this.tokens.add(T.NEWLINE, end, end)
    if (end < this.text.length) this.#at = afterBreak(this.text, end)
  }
}

function endsField(text: string, at: number, code: number): boolean {
  if (code === colonCode) return true
  return code === exclamationCode && text.charCodeAt(at + 1) !== equalsCode
}

/** How many characters of literal text stand at `at`: 0 where something else begins, -1 where that is a fault. */
function middleStep(text: string, at: number, form: FStringForm, isSpec: boolean): number {
  const code = text.charCodeAt(at)
  switch (code) {
    case openBrace:
    case closeBrace:
      return isSpec ? 0 : braceStep(text, at, code)
    case backslash:
      return escapeLength(text, at, form, isSpec)
    case lineFeed:
    case carriageReturn:
      return form.isTriple ? 1 : -1
    case form.quote:
      if (!closesString(text, at, form)) return 1
      return isSpec ? -1 : 0
    default:
      return at < text.length ? 1 : -1
  }
}

/** A doubled brace is text; a single one opens a field, or closes none. */
function braceStep(text: string, at: number, code: number): number {
  if (text.charCodeAt(at + 1) === code) return 2
  return code === openBrace ? 0 : -1
}

function closesString(text: string, at: number, form: FStringForm): boolean {
  if (!form.isTriple) return true
  return text.charCodeAt(at + 1) === form.quote && text.charCodeAt(at + 2) === form.quote
}

function escapeLength(text: string, at: number, form: FStringForm, isSpec: boolean): number {
  const next = text.charCodeAt(at + 1)
  if (next === openBrace || next === closeBrace) return 1
  if (next === 78 && !form.isRaw && !isSpec && text.charCodeAt(at + 2) === openBrace) {
    const named = /\\N\{[^{}'"\n\r]{1,120}\}/y
    named.lastIndex = at
    const match = named.exec(text)
    if (match !== null) return match[0].length
  }
  if (next === carriageReturn && text.charCodeAt(at + 2) === lineFeed) return 3
  return at + 1 < text.length ? 2 : 1
}
