/** A request's path and query, read once; `path` is what rules judge and what goes on to the server. */
export interface RequestTarget {
  readonly path: string
  /** With its question mark, or empty. */
  readonly query: string
}

/**
 * Reads the origin form of a request target: dot segments removed (RFC 3986 section 5.2.4), unreserved characters
 * unescaped. Undefined where two servers could read it differently: escaped slashes, backslashes, dots with parameters
 * or spaces, escapes of escapes, over-long UTF-8, dot segments beside empty ones, anything that is not visible ASCII.
 */
export function readTarget(text: string): RequestTarget | undefined {
  if (text.length > maxTargetChars || !/^\/[\x21-\x7e]*$/.test(text) || /[\\#]/.test(text)) {
    return undefined
  }
  const mark = text.indexOf('?')
  const rawPath = mark < 0 ? text : text.slice(0, mark)
  const query = mark < 0 ? '' : text.slice(mark)
  const path = unescapePlain(rawPath)
  if (path === undefined || !areEscapesWhole(query)) return undefined
  const segments = path.split('/').slice(1)
  const hasDots = segments.some(isDots)
  const hasEmpty = segments.slice(0, -1).includes('')
  if ((hasDots && hasEmpty) || segments.some(isDisguisedDots)) return undefined
  return { path: hasDots ? withoutDots(segments) : path, query }
}

/** True where a path is the prefix or lies below it: `/v1` covers `/v1` and `/v1/x`, not `/v10`. */
export function isBelow(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix)) return false
  return prefix.endsWith('/') || path.length === prefix.length || path[prefix.length] === '/'
}

const maxTargetChars = 8192
/** Bytes by which UTF-8 would write a character longer than need be, such as `%C0%AE` for a dot (RFC 3629 section 3). */
const overlong = /%(?:C[01]|E0%[89]|F0%8)/i
const unreserved = /[A-Za-z0-9._~-]/
/** Decoded once: NUL and other controls, slash, backslash, percent. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const ambiguous = /[\u0000-\u001f\u007f/\\%]/

function unescapePlain(path: string): string | undefined {
  if (!areEscapesWhole(path) || overlong.test(path)) return undefined
  let isClear = true
  const read = path.replace(/%([0-9a-fA-F]{2})/g, (written, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    if (ambiguous.test(character)) isClear = false
    return unreserved.test(character) ? character : written.toUpperCase()
  })
  return isClear ? read : undefined
}

function areEscapesWhole(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text)
}

function isDots(segment: string): boolean {
  return segment === '.' || segment === '..'
}

/** `..;x` is `..` to servers that cut parameters off, and `..%20` to those that cut spaces off. */
function isDisguisedDots(segment: string): boolean {
  const name = segment.split(/;|%3B|(?:%20)+$/)[0] ?? ''
  return name !== segment && (name === '' || isDots(name))
}

function withoutDots(segments: readonly string[]): string {
  const kept: string[] = []
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  }
  const isFolder = isDots(segments.at(-1) ?? '')
  return `/${kept.join('/')}${isFolder && kept.length > 0 ? '/' : ''}`
}
