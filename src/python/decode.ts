/** Python source as text, or why CPython would not read the bytes; `line` counts from 1. */
export type DecodeResult =
  | { readonly ok: true; readonly text: string; readonly encoding: SourceEncoding }
  | { readonly ok: false; readonly message: string; readonly line: number }

/** The encodings a source file may declare here; CPython knows more, which are then reported as unknown. */
export type SourceEncoding = 'utf-8' | 'latin-1' | 'latin-9' | 'ascii' | 'cp1252' | 'koi8-r'

const aliases: ReadonlyMap<string, SourceEncoding> = new Map([
  ...names('utf-8', [
    'utf-8',
    'utf8',
    'utf',
    'u8',
    'utf-8-sig',
    'utf8-ucs2',
    'utf8-ucs4',
    'cp65001',
  ]),
  ...names('latin-1', [
    'latin-1',
    'latin1',
    'latin',
    'l1',
    '8859',
    'cp819',
    'iso8859',
    'iso8859-1',
  ]),
  ...names('latin-1', ['iso-8859-1', 'iso-latin-1', 'iso-ir-100', 'csisolatin1', 'ibm819']),
  ...names('ascii', ['ascii', 'us-ascii', '646', 'ansi-x3.4-1968', 'iso646-us', 'us', 'cp367']),
  ...names('latin-9', ['latin-9', 'latin9', 'l9', 'iso-8859-15', 'iso8859-15']),
  ...names('koi8-r', ['koi8-r', 'cskoi8r']),
  ...names('cp1252', ['cp1252', 'cp-1252', '1252', 'windows-1252']),
])

const cookiePattern = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/
const emptyLine = /^[ \t\f]*(?:#.*)?$/
const maxHeaderBytes = 4096

/** Reads source bytes as CPython does: UTF-8 unless a comment on line 1 or 2 says otherwise (PEP 263), never with null bytes. */
export function decodeSource(bytes: Uint8Array): DecodeResult {
  const zero = bytes.indexOf(0)
  if (zero >= 0) return failAt(bytes, zero, 'source code cannot contain null bytes')
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const cookie = findCookie(hasMark ? bytes.subarray(3) : bytes)
  if (cookie === null) return decodeUtf8(bytes)
  const encoding = aliases.get(cookie.name.toLowerCase().replaceAll('_', '-'))
  if (encoding === undefined) {
    return { ok: false, message: `unknown encoding: ${cookie.name}`, line: cookie.line }
  }
  const isPlainUtf8 = /^utf-8(?:-|$)/i.test(cookie.name.replaceAll('_', '-'))
  if (hasMark && !isPlainUtf8) {
    return { ok: false, message: `encoding problem: ${cookie.name} with BOM`, line: cookie.line }
  }
  if (encoding === 'utf-8') return decodeUtf8(bytes)
  return decodeSingleBytes(bytes, encoding)
}

function decodeUtf8(bytes: Uint8Array): DecodeResult {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { ok: true, text, encoding: 'utf-8' }
  } catch {
    const at = invalidUtf8(bytes)
    const code = (bytes[at] ?? 0).toString(16).padStart(2, '0')
    return failAt(bytes, at, `'utf-8' codec can't decode byte 0x${code} in position ${at}`)
  }
}

/** How TextDecoder calls them (WHATWG Encoding). */
const decoderLabels: ReadonlyMap<SourceEncoding, string> = new Map([
  ['koi8-r', 'koi8-r'],
  ['latin-9', 'iso-8859-15'],
])

/** Of windows-1252, the bytes that stand for no character. */
const undefinedInCp1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

function decodeSingleBytes(
  bytes: Uint8Array,
  encoding: Exclude<SourceEncoding, 'utf-8'>,
): DecodeResult {
  const isInvalid = (byte: number): boolean =>
    encoding === 'ascii' ? byte > 127 : encoding === 'cp1252' && undefinedInCp1252.has(byte)
  const at = bytes.findIndex(isInvalid)
  if (at >= 0) {
    const code = (bytes[at] ?? 0).toString(16).padStart(2, '0')
    return failAt(bytes, at, `'${encoding}' codec can't decode byte 0x${code} in position ${at}`)
  }
  return { ok: true, text: singleBytes(bytes, encoding), encoding }
}

/** Bytes 0x80 to 0x9f of windows-1252, which TextDecoder takes for latin-1 in some releases of Node. */
const cp1252Controls = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function singleBytes(bytes: Uint8Array, encoding: SourceEncoding): string {
  const label = decoderLabels.get(encoding)
  if (label !== undefined) return new TextDecoder(label).decode(bytes)
  const text = latin1(bytes)
  if (encoding !== 'cp1252') return text
  return text.replace(/[\x80-\x9f]/g, (control) =>
    cp1252Controls.charAt(control.charCodeAt(0) - 0x80),
  )
}

/** The label `latin1` of TextDecoder means windows-1252, so that the bytes 0x80 to 0x9f need this. */
function latin1(bytes: Uint8Array): string {
  const pieces: string[] = []
  const size = 8192
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + size)))
  }
  return pieces.join('')
}

function findCookie(bytes: Uint8Array): { readonly name: string; readonly line: number } | null {
  const [first, second] = headerLines(bytes)
  const name = cookiePattern.exec(first)?.[1]
  if (name !== undefined) return { name, line: 1 }
  const later = emptyLine.test(first) ? cookiePattern.exec(second)?.[1] : undefined
  return later === undefined ? null : { name: later, line: 2 }
}

/** The first two lines, without their ends. */
function headerLines(bytes: Uint8Array): readonly [string, string] {
  const end = Math.min(bytes.length, maxHeaderBytes)
  const firstEnd = lineEnd(bytes, 0, end)
  const isPair = bytes[firstEnd] === carriageReturn && bytes[firstEnd + 1] === lineFeed
  const next = Math.min(firstEnd + (isPair ? 2 : 1), end)
  const first = latin1(bytes.subarray(0, firstEnd))
  return [first, latin1(bytes.subarray(next, lineEnd(bytes, next, end)))]
}

const lineFeed = 10
const carriageReturn = 13

function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++
  return at
}

function failAt(bytes: Uint8Array, at: number, message: string): DecodeResult {
  const before = latin1(bytes.subarray(0, at))
  return { ok: false, message, line: before.split(/\r\n|\r|\n/).length }
}

/** The offset of the first byte that begins no well-formed UTF-8 sequence (RFC 3629). */
function invalidUtf8(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return at
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  const [lowest, highest] = secondByteRange(first)
  const second = bytes[at + 1] ?? 0
  if (second < lowest || second > highest) return 0
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** Neither overlong forms, nor surrogates, nor anything beyond U+10FFFF. */
function secondByteRange(first: number): readonly [number, number] {
  switch (first) {
    case 0xe0:
      return [0xa0, 0xbf]
    case 0xed:
      return [0x80, 0x9f]
    case 0xf0:
      return [0x90, 0xbf]
    case 0xf4:
      return [0x80, 0x8f]
    default:
      return [0x80, 0xbf]
  }
}

function names(
  encoding: SourceEncoding,
  spellings: readonly string[],
): (readonly [string, SourceEncoding])[] {
  return spellings.map((spelling) => [spelling, encoding])
}
