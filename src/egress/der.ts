/** Encodes ASN.1 values in DER (ITU-T X.690), as far as certificates need them. */
export const der = {
  sequence: (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]) => tagged(0x31, ...parts),
  boolean: (value: boolean) => tagged(0x01, Uint8Array.of(value ? 0xff : 0)),
  /** A number from its big-endian bytes, taken as positive. */
  integer: (bytes: Uint8Array) => tagged(0x02, positive(bytes)),
  bitString: (bytes: Uint8Array, unusedBits = 0) => tagged(0x03, Uint8Array.of(unusedBits), bytes),
  octetString: (bytes: Uint8Array) => tagged(0x04, bytes),
  utf8: (text: string) => tagged(0x0c, Buffer.from(text)),
  /** From its dotted numbers. */
  objectId: (text: string) => tagged(0x06, objectId(text)),
  /** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5); whole seconds. */
  time,
  explicit: (tag: number, ...parts: readonly Uint8Array[]) => tagged(0xa0 | tag, ...parts),
  implicit: (tag: number, bytes: Uint8Array) => tagged(0x80 | tag, bytes),
} as const

function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content])
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = bigEndian(length)
  return Uint8Array.of(0x80 | bytes.length, ...bytes)
}

function bigEndian(number: number): number[] {
  const bytes: number[] = []
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return bytes
}

function positive(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0)
  const number = start < 0 ? Uint8Array.of(0) : bytes.subarray(start)
  return (number[0] ?? 0) < 0x80 ? number : Uint8Array.of(0, ...number)
}

function objectId(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return Uint8Array.from([first * 40 + second, ...rest].flatMap(base128))
}

function base128(number: number): number[] {
  const bytes = [number % 128]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest % 128) | 0x80)
  }
  return bytes
}

function time(ms: number): Uint8Array {
  const text = `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  const isShort = Number(text.slice(0, 4)) < 2050
  return isShort ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text))
}
