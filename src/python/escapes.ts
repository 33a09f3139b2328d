/** The text of a literal, or why Python refuses it. */
export type Decoded =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string }

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

/** What stands for a character given by name (`\N{...}`): the names are not looked up. */
export const namedCharacter = '\ufffd'

/** What the text between a literal's quotes stands for; an unknown escape stays as it is (Python reference, 2.4.1.1). */
export function decodeEscapes(source: string, isBytes: boolean): Decoded {
  let at = source.indexOf('\\')
  if (at < 0) return { ok: true, value: source }
  const pieces: string[] = []
  let from = 0
  while (at >= 0) {
    pieces.push(source.slice(from, at))
    const found = readEscape(source, at, isBytes)
    if (typeof found.value !== 'string') return { ok: false, message: found.value.message }
    pieces.push(found.value)
    from = found.end
    at = source.indexOf('\\', from)
  }
  pieces.push(source.slice(from))
  return { ok: true, value: pieces.join('') }
}

interface Escape {
  readonly value: string | { readonly message: string }
  readonly end: number
}

const hexLengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function readEscape(source: string, at: number, isBytes: boolean): Escape {
  const letter = source.charAt(at + 1)
  const simple = simpleEscapes.get(letter)
  if (simple !== undefined) return { value: simple, end: at + 2 }
  if (letter >= '0' && letter <= '7') return readOctal(source, at, isBytes)
  const isHex = letter === 'x' || (!isBytes && (letter === 'u' || letter === 'U'))
  if (isHex) return readHex(source, at, isBytes)
  if (letter === 'N' && !isBytes) return readName(source, at)
  return { value: source.slice(at, at + 2), end: at + 2 }
}

function readOctal(source: string, at: number, isBytes: boolean): Escape {
  const digits = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4))?.[0] ?? ''
  const code = Number.parseInt(digits, 8)
  const value = String.fromCharCode(isBytes ? code & 0xff : code)
  return { value, end: at + 1 + digits.length }
}

function readHex(source: string, at: number, isBytes: boolean): Escape {
  const letter = source.charAt(at + 1)
  const length = hexLengths.get(letter) ?? 0
  const digits = /^[0-9a-fA-F]*/.exec(source.slice(at + 2, at + 2 + length))?.[0] ?? ''
  const end = at + 2 + digits.length
  if (digits.length < length) {
    if (isBytes)
      return { value: { message: `(value error) invalid \\x escape at position ${at}` }, end }
    const shape = letter === 'x' ? 'xXX' : letter === 'u' ? 'uXXXX' : 'UXXXXXXXX'
    return { value: unicodeFault(at, end, `truncated \\${shape} escape`), end }
  }
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff) return { value: unicodeFault(at, end, 'illegal Unicode character'), end }
  return { value: String.fromCodePoint(code), end }
}

function readName(source: string, at: number): Escape {
  const end = source.charAt(at + 2) === '{' ? source.indexOf('}', at + 3) + 1 : 0
  if (end > at + 4) return { value: namedCharacter, end }
  return { value: unicodeFault(at, at + 2, 'malformed \\N character escape'), end: at + 2 }
}

function unicodeFault(start: number, end: number, why: string): { readonly message: string } {
  const range = `${start}-${Math.max(start, end - 1)}`
  return {
    message: `(unicode error) 'unicodeescape' codec can't decode bytes in position ${range}: ${why}`,
  }
}
