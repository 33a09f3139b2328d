/** What an ASCII character can begin. */
export const C = {
  OTHER: 0,
  LETTER: 1,
  DIGIT: 2,
  SPACE: 3,
  BREAK: 4,
  COMMENT: 5,
  BACKSLASH: 6,
  QUOTE: 7,
  OPEN: 8,
  CLOSE: 9,
  OPERATOR: 10,
} as const

/** The class of each ASCII character. */
export const characterClass: Uint8Array = classify([
  [C.LETTER, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'],
  [C.DIGIT, '0123456789'],
  [C.SPACE, ' \t\f'],
  [C.BREAK, '\n\r'],
  [C.COMMENT, '#'],
  [C.BACKSLASH, '\\'],
  [C.QUOTE, '\'"'],
  [C.OPEN, '([{'],
  [C.CLOSE, ')]}'],
  [C.OPERATOR, ',:;.=+-*/%&|^~<>@!'],
])

/** 1 for an ASCII letter, digit or underscore. */
export const isWordCode: Uint8Array = characterClass.map((found) =>
  found === C.LETTER || found === C.DIGIT ? 1 : 0,
)

/** True for `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

const startPattern = /^[\p{ID_Start}_]+$/u
const continuePattern = /^[\p{ID_Continue}]+$/u

/** The end of the identifier that begins at `start`, beyond ASCII too; `start` itself where none begins (PEP 3131). */
export function identifierEnd(text: string, start: number): number {
  let at = start
  for (;;) {
    const code = text.charCodeAt(at)
    if (code < 128) {
      if (isWordCode[code] !== 1 || (at === start && isDigit(code))) return at
      at++
      continue
    }
    const length = wideLength(text, at, at === start ? startPattern : continuePattern)
    if (length === 0) return at
    at += length
  }
}

/** How a character is named in a message: `'€' (U+20AC)`, or only its number where it would not show. */
export function describeCharacter(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const character = String.fromCodePoint(code)
  const shows = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)
  return shows
    ? `invalid character '${character}' (${number})`
    : `invalid non-printable character ${number}`
}

function wideLength(text: string, at: number, pattern: RegExp): number {
  const code = text.codePointAt(at)
  if (code === undefined) return 0
  const character = String.fromCodePoint(code)
  return pattern.test(character) && pattern.test(character.normalize('NFKC')) ? character.length : 0
}

function classify(groups: readonly (readonly [number, string])[]): Uint8Array {
  const table = new Uint8Array(128)
  for (const [group, members] of groups) {
    for (let i = 0; i < members.length; i++) table[members.charCodeAt(i)] = group
  }
  return table
}
