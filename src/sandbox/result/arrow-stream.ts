import type { Stretch } from './blobs.ts'
import { encodeTable, type Table } from './flatbuffer.ts'
import type { Storage } from './storage.ts'

/** One column whose buffers were checked. */
export interface StoredColumn {
  readonly name: string
  readonly storage: Storage
  readonly timezone: string | undefined
  readonly nullCount: number
  /** Validity bits (empty without nulls), then offsets for text, then data. */
  readonly buffers: readonly Uint8Array[]
}

/**
 * Writes an Arrow IPC stream of one record batch (arrow.apache.org/docs/format/Columnar.html, IPC streaming). The buffers
 * already lie in it in the right order where they are a stretch; with room around it, they stay where they are.
 */
export function encodeArrowStream(
  columns: readonly StoredColumn[],
  rowCount: number,
  stretch?: Stretch,
): Uint8Array {
  const bodyBytes = columns.flatMap((c) => c.buffers).reduce((sum, b) => sum + padded(b.length), 0)
  const head = Buffer.concat([
    message(1, schemaTable(columns), 0),
    message(3, batchTable(columns, rowCount), bodyBytes),
  ])
  if (stretch && hasRoom(stretch, head.length)) {
    const { within, start, end } = stretch
    within.set(head, start - head.length)
    within.set(endOfStream, end)
    return within.subarray(start - head.length, end + endOfStream.length)
  }
  const stream = new Uint8Array(head.length + bodyBytes + endOfStream.length)
  stream.set(head)
  let place = head.length
  for (const buffer of columns.flatMap((column) => column.buffers)) {
    stream.set(buffer, place)
    place += padded(buffer.length)
  }
  stream.set(endOfStream, place)
  return stream
}

/** The continuation mark and a length of zero. */
const endOfStream = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]

/** Readers want the buffers at places that are multiples of 8. */
function hasRoom({ within, start, end }: Stretch, headBytes: number): boolean {
  const isAligned = (within.byteOffset + start) % 8 === 0
  return isAligned && start >= headBytes && within.length - end >= endOfStream.length
}

const metadataV5 = 4

function message(headerType: number, header: Table, bodyBytes: number): Uint8Array {
  const metadata = encodeTable([
    { kind: 'i16', value: metadataV5 },
    { kind: 'u8', value: headerType },
    { kind: 'table', value: header },
    { kind: 'i64', value: BigInt(bodyBytes) },
  ])
  const bytes = new Uint8Array(8 + metadata.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0xffffffff, true)
  view.setInt32(4, metadata.length, true)
  bytes.set(metadata, 8)
  return bytes
}

function schemaTable(columns: readonly StoredColumn[]): Table {
  const fields = columns.map((column): Table => {
    const type = column.storage.arrowFields(column.timezone)
    return [
      { kind: 'string', value: column.name },
      { kind: 'u8', value: 1 },
      { kind: 'u8', value: column.storage.arrowType },
      { kind: 'table', value: type },
      undefined,
      { kind: 'tables', value: [] },
    ]
  })
  return [
    { kind: 'i16', value: 0 },
    { kind: 'tables', value: fields },
  ]
}

function batchTable(columns: readonly StoredColumn[], rowCount: number): Table {
  const nodes = columns.flatMap((column) => [BigInt(rowCount), BigInt(column.nullCount)])
  const places: bigint[] = []
  let offset = 0
  for (const buffer of columns.flatMap((column) => column.buffers)) {
    places.push(BigInt(offset), BigInt(buffer.length))
    offset += padded(buffer.length)
  }
  return [
    { kind: 'i64', value: BigInt(rowCount) },
    { kind: 'structs', width: 2, value: nodes },
    { kind: 'structs', width: 2, value: places },
  ]
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8
}
