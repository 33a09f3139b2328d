/** What the first bytes of a TLS connection say about the server that is wanted. */
export type HelloReading =
  | { readonly status: 'incomplete' }
  | { readonly status: 'malformed' }
  | { readonly status: 'read'; readonly serverName: string | undefined }

/** Reads the server name of a TLS ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3) without answering it. */
export function readServerName(bytes: Uint8Array): HelloReading {
  try {
    const message = handshakeOf(bytes)
    if (message === undefined) return { status: 'incomplete' }
    return { status: 'read', serverName: nameIn(new Reader(message)) }
  } catch (error) {
    if (error instanceof RangeError) return { status: 'malformed' }
    throw error
  }
}

const handshakeRecord = 22
const clientHello = 1
const serverNameExtension = 0
const maxHelloBytes = 1 << 16

/** The body of the first handshake message; undefined where some of it is still to come. */
function handshakeOf(bytes: Uint8Array): Uint8Array | undefined {
  const message = recordsOf(bytes)
  if (message.length > 0 && message[0] !== clientHello) throw new RangeError('no ClientHello')
  if (message.length < 4) return undefined
  const length = 4 + new Reader(message.subarray(1)).number(3)
  if (length > maxHelloBytes) throw new RangeError('too long')
  return message.length < length ? undefined : message.subarray(4, length)
}

/** What the records hold that are there so far, joined. */
function recordsOf(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== handshakeRecord) throw new RangeError('no TLS')
    if (at + 5 > bytes.length) break
    const end = at + 5 + new Reader(bytes.subarray(at + 3)).number(2)
    parts.push(bytes.subarray(at + 5, end))
    at = end
  }
  return Buffer.concat(parts)
}

function nameIn(hello: Reader): string | undefined {
  hello.bytes(2 + 32)
  hello.vector(1)
  hello.vector(2)
  hello.vector(1)
  if (hello.isAtEnd) return undefined
  const extensions = hello.vector(2)
  let found: string | undefined
  while (!extensions.isAtEnd) {
    const type = extensions.number(2)
    const content = extensions.vector(2)
    if (type !== serverNameExtension) continue
    if (found !== undefined) throw new RangeError('two server names')
    const list = content.vector(2)
    if (list.number(1) !== 0) throw new RangeError('no host name')
    found = new TextDecoder('latin1').decode(list.vector(2).rest)
    if (!list.isAtEnd) throw new RangeError('two server names')
  }
  return found
}

class Reader {
  private readonly data: Uint8Array
  private at = 0

  constructor(data: Uint8Array) {
    this.data = data
  }

  get isAtEnd(): boolean {
    return this.at === this.data.length
  }

  get rest(): Uint8Array {
    return this.data.subarray(this.at)
  }

  bytes(length: number): Uint8Array {
    if (this.at + length > this.data.length) throw new RangeError('cut off')
    this.at += length
    return this.data.subarray(this.at - length, this.at)
  }

  number(length: number): number {
    return this.bytes(length).reduce((sum, byte) => sum * 256 + byte, 0)
  }

  /** What stands behind a length of so many bytes. */
  vector(lengthBytes: number): Reader {
    return new Reader(this.bytes(this.number(lengthBytes)))
  }
}
