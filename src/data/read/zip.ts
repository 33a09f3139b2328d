import { inflateRawSync } from 'node:zlib'

/** A reader of a ZIP archive (APPNOTE 6.3) that gives no entry larger than it may be. */
export interface Zip {
  /** An entry's bytes, undefined where there is none of that name. Throws RangeError beyond the limits. */
  readonly read: (name: string) => Buffer | undefined
}

export interface ZipLimits {
  readonly entries: number
  /** Of all entries that are read, inflated. */
  readonly bytes: number
  /** Inflated bytes for each compressed one; what expands further is made to fill memory. */
  readonly ratio: number
}

interface Entry {
  readonly method: number
  readonly compressed: number
  readonly inflated: number
  readonly offset: number
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
/** Small entries may be all the same byte. */
const freeBytes = 1 << 20

/** Opens an archive held in memory. Throws RangeError where it is none, is encrypted, split or too large. */
export function openZip(bytes: Buffer, limits: ZipLimits): Zip {
  const entries = entriesOf(bytes, limits)
  let left = limits.bytes
  return {
    read: (name) => {
      const entry = entries.get(name)
      if (!entry) return undefined
      const content = inflate(bytes, entry, { left, ratio: limits.ratio })
      left -= content.length
      return content
    },
  }
}

function entriesOf(bytes: Buffer, limits: ZipLimits): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endSignature) {
    throw new RangeError('no ZIP archive')
  }
  const count = bytes.readUInt16LE(end + 10)
  if (count > limits.entries) throw new RangeError('too many entries')
  const entries = new Map<string, Entry>()
  let at = bytes.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new RangeError('a broken directory')
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place))
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    if (isEncrypted || entries.has(name)) throw new RangeError('an entry that cannot be read')
    entries.set(name, {
      method: bytes.readUInt16LE(at + 10),
      compressed: bytes.readUInt32LE(at + 20),
      inflated: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return entries
}

function inflate(
  bytes: Buffer,
  { method, compressed, offset }: Entry,
  { left, ratio }: { readonly left: number; readonly ratio: number },
): Buffer {
  if (bytes.readUInt32LE(offset) !== localSignature) throw new RangeError('a broken entry')
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const raw = bytes.subarray(start, start + compressed)
  if (raw.length < compressed) throw new RangeError('an entry that is cut off')
  const most = Math.min(left, Math.max(freeBytes, compressed * ratio))
  if (most <= 0 || (method === 0 && compressed > left)) throw new RangeError('too large')
  if (method === 0) return raw
  if (method !== 8) throw new RangeError('an unknown compression')
  return inflateRawSync(raw, { maxOutputLength: most })
}
