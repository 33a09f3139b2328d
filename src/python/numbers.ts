import { identifierEnd, isDigit } from './characters.ts'
import type { ConstantType } from './nodes.ts'

/** Where a numeric literal ends, and what is wrong with it. */
export interface NumberScan {
  readonly end: number
  readonly message: string | null
  readonly faultStart: number
}

/** The value of a numeric literal; `message` where Python refuses to read it. */
export interface NumberValue {
  readonly type: ConstantType
  readonly value: number | bigint
  readonly message: string | null
}

const keywordAfter = /^(?:and|else|for|if|in|is|not|or)(?![0-9A-Za-z_])/
const radixNames: ReadonlyMap<string, readonly [string, RegExp]> = new Map([
  ['x', ['hexadecimal', /[0-9a-fA-F]/]],
  ['o', ['octal', /[0-7]/]],
  ['b', ['binary', /[01]/]],
])
const maxDecimalDigits = 4300
const underscore = 95
const dot = 46
const zero = 48

/** Reads the numeric literal at `start` as far as it is one (Python reference, 2.4.5 to 2.4.7). */
export function scanNumber(text: string, start: number): NumberScan {
  if (text.charCodeAt(start) === zero && radixNames.has(text.charAt(start + 1).toLowerCase())) {
    return scanRadix(text, start)
  }
  const whole = digitsEnd(text, start)
  let end = whole
  if (text.charCodeAt(end) === dot) {
    end = isDigit(text.charCodeAt(end + 1)) ? digitsEnd(text, end + 1) : end + 1
  }
  end = exponentEnd(text, end)
  if (/[jJ]/.test(text.charAt(end))) return scanTail(text, end + 1, 'invalid imaginary literal')
  if (end === whole && hasLeadingZero(text, start, end)) {
    const message =
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers'
    return { end, message, faultStart: start }
  }
  return scanTail(text, end, 'invalid decimal literal')
}

/** The value of a literal that `scanNumber` accepts; integers beyond 2^53 are bigints. */
export function numberValue(literal: string): NumberValue {
  const digits = literal.includes('_') ? literal.replaceAll('_', '') : literal
  if (/^0[xXoObB]/.test(digits)) return integer(BigInt(digits))
  if (/[jJ]$/.test(digits)) {
    return { type: 'complex', value: Number(digits.slice(0, -1)), message: null }
  }
  if (/[.eE]/.test(digits)) return { type: 'float', value: Number(digits), message: null }
  if (digits.length < 16) return { type: 'int', value: Number(digits), message: null }
  if (digits.length > maxDecimalDigits) return { type: 'int', value: 0, message: tooLong(digits) }
  return integer(BigInt(digits))
}

function integer(value: bigint): NumberValue {
  const isSmall = value <= BigInt(Number.MAX_SAFE_INTEGER)
  return { type: 'int', value: isSmall ? Number(value) : value, message: null }
}

function tooLong(digits: string): string {
  return `Exceeds the limit (${maxDecimalDigits} digits) for integer string conversion: value has ${digits.length} digits`
}

function scanRadix(text: string, start: number): NumberScan {
  const [name, digit] = radixNames.get(text.charAt(start + 1).toLowerCase()) ?? ['', /./]
  let end = start + 2
  for (;;) {
    const from = text.charCodeAt(end) === underscore ? end + 1 : end
    if (!digit.test(text.charAt(from))) break
    end = from + 1
  }
  if (isDigit(text.charCodeAt(end))) {
    const message = `invalid digit '${text.charAt(end)}' in ${name} literal`
    return { end: wordEnd(text, end), message, faultStart: end }
  }
  if (end > start + 2) return scanTail(text, end, `invalid ${name} literal`)
  return { end: wordEnd(text, end), message: `invalid ${name} literal`, faultStart: end - 1 }
}

/** The end of decimal digits, which single underscores may part. */
function digitsEnd(text: string, start: number): number {
  let at = start
  for (;;) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) at++
    else if (code === underscore && at > start && isDigit(text.charCodeAt(at + 1))) at += 2
    else return at
  }
}

function exponentEnd(text: string, at: number): number {
  if (!/[eE]/.test(text.charAt(at))) return at
  const digits = /[+-]/.test(text.charAt(at + 1)) ? at + 2 : at + 1
  return isDigit(text.charCodeAt(digits)) ? digitsEnd(text, digits) : at
}

function hasLeadingZero(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) !== zero) return false
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code !== zero && code !== underscore) return true
  }
  return false
}

/** A literal may touch one of the keywords that can follow it (`1if x else y`), and no other word. */
function scanTail(text: string, end: number, message: string): NumberScan {
  const touching = wordEnd(text, end)
  if (touching === end || isKeywordAt(text, end)) {
    return { end, message: null, faultStart: end }
  }
  const faultStart = text.charCodeAt(end) === underscore ? end : end - 1
  return { end: touching, message, faultStart }
}

function wordEnd(text: string, at: number): number {
  let end = at
  while (isDigit(text.charCodeAt(end))) end++
  return identifierEnd(text, end)
}

function isKeywordAt(text: string, at: number): boolean {
  return keywordAfter.test(text.slice(at, at + 5))
}
