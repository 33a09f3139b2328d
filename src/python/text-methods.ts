import { percentAll, printed } from './constants.ts'
import type { Value } from './values.ts'
import { textValue, unknown } from './values.ts'

type Text = Value & { readonly kind: 'text' }
type Method = (text: Text, args: readonly Value[]) => Value

/** What `text.method(*args)` gives for constant arguments; unknown for methods that are not followed. */
export function callTextMethod(text: Text, method: string, args: readonly Value[]): Value {
  const known = methods.get(method)
  return known ? known(text, args) : unknown
}

/** Bytes, one UTF-16 unit each, to text; undefined where they are not in that encoding or it is not followed. */
export function decodeBytes(bytes: string, encoding = 'utf-8'): string | undefined {
  switch (encoding.toLowerCase().replaceAll(/[-_ ]/g, '')) {
    case 'utf8':
    case 'u8':
      return fromUtf8(bytes)
    case 'ascii':
    case 'usascii':
      return /^[\0-\x7f]*$/.test(bytes) ? bytes : undefined
    case 'latin1':
    case 'iso88591':
      return bytes
    case 'rot13':
      return rot13(bytes)
    case 'hex':
      return fromHex(bytes)
    case 'base64':
      return fromBase64(bytes)
    default:
      return undefined
  }
}

/** Hexadecimal digits, with spaces between bytes or without, to bytes. */
export function fromHex(text: string): string | undefined {
  const digits = text.replaceAll(/\s+/g, '')
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return undefined
  return digits.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 (RFC 4648, either alphabet) to bytes; characters outside of it are skipped, as Python does. */
export function fromBase64(text: string): string | undefined {
  let bytes = ''
  let buffer = 0
  let count = 0
  for (const char of text.replaceAll('-', '+').replaceAll('_', '/')) {
    const sextet = base64Alphabet.indexOf(char)
    if (sextet < 0) continue
    buffer = ((buffer << 6) | sextet) & 0xff_ffff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes += String.fromCharCode((buffer >> count) & 0xff)
  }
  return bytes
}

/** Base32 (RFC 4648) to bytes, undefined where it is none. */
export function fromBase32(text: string): string | undefined {
  const digits = text.replaceAll('=', '')
  if (!/^[A-Z2-7]*$/.test(digits)) return undefined
  let bytes = ''
  let buffer = 0
  let count = 0
  for (const char of digits) {
    buffer = ((buffer << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char)) & 0xffff
    count += 5
    if (count < 8) continue
    count -= 8
    bytes += String.fromCharCode((buffer >> count) & 0xff)
  }
  return bytes
}

/** Each letter moved by 13. */
export function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first)
  })
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['lower', (text) => same(text, text.text.toLowerCase())],
  ['casefold', (text) => same(text, text.text.toLowerCase())],
  ['upper', (text) => same(text, text.text.toUpperCase())],
  ['swapcase', (text) => same(text, swapCase(text.text))],
  ['capitalize', (text) => same(text, capitalize(text.text))],
  ['title', (text) => same(text, text.text.replaceAll(/[a-z]+/gi, capitalize))],
  ['strip', (text, args) => same(text, strip(text.text, args[0], 'both'))],
  ['lstrip', (text, args) => same(text, strip(text.text, args[0], 'left'))],
  ['rstrip', (text, args) => same(text, strip(text.text, args[0], 'right'))],
  ['replace', replace],
  ['join', join],
  ['format', format],
  ['split', split],
  ['encode', (text) => textValue(toUtf8(text.text), true)],
  ['decode', decode],
  ['hex', (text) => textValue(toHex(text.text))],
  ['removeprefix', (text, args) => same(text, removeEnd(text.text, args[0], true))],
  ['removesuffix', (text, args) => same(text, removeEnd(text.text, args[0], false))],
  [
    '__add__',
    (text, [other]) => (other?.kind === 'text' ? same(text, text.text + other.text) : unknown),
  ],
  ['__mod__', (text, [value]) => fromParts(text, percentAll(text.text, parts(value)))],
])

function same(text: Text, result: string | undefined): Value {
  return result === undefined ? unknown : textValue(result, text.isBytes)
}

function fromParts(text: Text, result: string | undefined): Value {
  return same(text, result)
}

function parts(value: Value | undefined): readonly string[] {
  const text = value && printed(value)
  return text === undefined ? [] : [text]
}

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (c) =>
    c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
  )
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
}

function strip(text: string, chars: Value | undefined, side: 'left' | 'right' | 'both') {
  if (chars && chars.kind !== 'text') return undefined
  const isStripped = (char: string) => (chars ? chars.text.includes(char) : /\s/.test(char))
  let start = 0
  let end = text.length
  if (side !== 'right') while (start < end && isStripped(text.charAt(start))) start++
  if (side !== 'left') while (end > start && isStripped(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function removeEnd(text: string, end: Value | undefined, isPrefix: boolean): string | undefined {
  if (end?.kind !== 'text') return undefined
  if (isPrefix) return text.startsWith(end.text) ? text.slice(end.text.length) : text
  return text.endsWith(end.text) ? text.slice(0, text.length - end.text.length) : text
}

function replace(text: Text, [from, to, count]: readonly Value[]): Value {
  if (from?.kind !== 'text' || to?.kind !== 'text' || count || from.text === '') return unknown
  const pieces = text.text.split(from.text)
  const length = text.text.length + (pieces.length - 1) * (to.text.length - from.text.length)
  return length > 65_536 ? unknown : same(text, pieces.join(to.text))
}

function join(text: Text, [items]: readonly Value[]): Value {
  if (items?.kind === 'text' && !items.isBytes)
    return same(text, Array.from(items.text).join(text.text))
  if (items?.kind !== 'values') return unknown
  const pieces: string[] = []
  for (const item of items.items) {
    if (item.kind !== 'text') return unknown
    pieces.push(item.text)
  }
  return same(text, pieces.join(text.text))
}

function split(text: Text, [separator, limit]: readonly Value[]): Value {
  if (limit || (separator && separator.kind !== 'text')) return unknown
  const pieces = separator ? text.text.split(separator.text) : text.text.trim().split(/\s+/)
  if (pieces.length > 1024) return unknown
  return { kind: 'values', items: pieces.map((piece) => textValue(piece, text.isBytes)) }
}

/** `str.format` with plain `{}` and `{0}`. */
function format(text: Text, args: readonly Value[]): Value {
  let next = 0
  let isPlain = true
  const filled = text.text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, field?: string) => {
    if (field === undefined) return whole.charAt(0)
    const index = field === '' ? next++ : Number(field)
    const value = args[index]
    const shown = value && printed(value)
    if (shown === undefined) isPlain = false
    return shown ?? ''
  })
  return isPlain ? textValue(filled) : unknown
}

function decode(text: Text, [encoding]: readonly Value[]): Value {
  if (encoding && encoding.kind !== 'text') return unknown
  const decoded = decodeBytes(text.text, encoding?.text)
  return decoded === undefined ? unknown : textValue(decoded)
}

function toHex(bytes: string): string {
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

function toUtf8(text: string): string {
  return unescapeBytes(encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?')))
}

function unescapeBytes(escaped: string): string {
  return escaped.replaceAll(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function fromUtf8(bytes: string): string | undefined {
  try {
    return decodeURIComponent(
      bytes.replaceAll(
        /[^A-Za-z0-9]/g,
        (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
      ),
    )
  } catch {
    return undefined
  }
}
