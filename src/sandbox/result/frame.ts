import { isAscii, isUtf8 } from 'node:buffer'
import type { Frame } from '../../kernel/answer.ts'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import { encodeArrowStream, type StoredColumn } from './arrow-stream.ts'
import { type Blobs, Malformed, wellFormed } from './blobs.ts'
import { maxValues } from './extent.ts'
import { storages } from './storage.ts'

/**
 * Builds a frame from what the guest says about it and from its column buffers, all of it hostile: every length is
 * checked against the row count, text offsets against their data, and all metadata is written here. Throws Malformed.
 */
export function readFrame(header: { readonly [key: string]: Json }, blobs: Blobs): Frame {
  const { rowCount: rows, columns: described } = header
  const rowCount = count(rows)
  if (!Array.isArray(described) || described.length > maxColumns) throw new Malformed('columns')
  // With columns the bytes hold the row count down; without, nothing would.
  if (described.length === 0 && rowCount > maxValues) throw new Malformed('values')
  const start = blobs.taken
  const columns = described.map((column: Json) => readColumn(column, rowCount, blobs))
  if (new Set(columns.map((column) => column.name)).size !== columns.length) {
    throw new Malformed('column names')
  }
  return {
    columns: columns.map(({ name, storage }) => ({ name, type: storage.type })),
    rowCount,
    arrow: encodeArrowStream(columns, rowCount, blobs.lastFrom(start)),
  }
}

const maxColumns = 16_384
const maxNameLength = 1024
const maxLength = 2 ** 31 - 1

function readColumn(header: Json, rowCount: number, blobs: Blobs): StoredColumn {
  if (!isJsonObject(header)) throw new Malformed('column')
  const { name, storage: storageName, timezone: zone, buffers: sizes } = header
  const storage = typeof storageName === 'string' ? storages.get(storageName) : undefined
  if (storage === undefined) throw new Malformed('storage')
  if (!Array.isArray(sizes) || sizes.length !== (storage.bits === 0 ? 3 : 2)) {
    throw new Malformed('buffers')
  }
  const buffers = sizes.map((size: Json) => blobs.take(count(size)))
  const [validity, ...values] = buffers
  if (validity === undefined) throw new Malformed('buffers')
  checkValues(values, storage.bits, rowCount)
  return {
    name: text(name),
    storage,
    timezone: zone === undefined ? undefined : timezone(zone),
    nullCount: countNulls(validity, rowCount),
    buffers,
  }
}

function checkValues(values: readonly Uint8Array[], bits: number, rowCount: number): void {
  const [first, data] = values
  if (first === undefined) throw new Malformed('buffers')
  if (bits > 0 && first.length !== Math.ceil((rowCount * bits) / 8)) throw new Malformed('data')
  if (data !== undefined) checkText(first, data, rowCount)
}

function checkText(offsets: Uint8Array, data: Uint8Array, rowCount: number): void {
  if (offsets.length !== (rowCount + 1) * 4) throw new Malformed('offsets')
  if (!isUtf8(data)) throw new Malformed('text')
  const places = int32sOf(offsets)
  if (places[0] !== 0 || places.at(-1) !== data.length || !isAscending(places)) {
    throw new Malformed('offsets')
  }
  if (!isAscii(data) && !isAtCharacters(places, data)) throw new Malformed('offsets')
}

/** A million at a time, so no more is done for each than must be. */
function isAscending(places: Int32Array): boolean {
  let before = 0
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? -1
    if (place < before) return false
    before = place
  }
  return true
}

/** True where no place within the text lies inside of a character. */
function isAtCharacters(places: Int32Array, data: Uint8Array): boolean {
  return places.every((at) => at === data.length || ((data[at] ?? 0x80) & 0xc0) !== 0x80)
}

/** Little-endian 32-bit integers, of which there are whole ones. */
function int32sOf(bytes: Uint8Array): Int32Array {
  const isAligned = bytes.byteOffset % Int32Array.BYTES_PER_ELEMENT === 0
  const { buffer, byteOffset, length } = isAligned ? bytes : Uint8Array.from(bytes)
  return new Int32Array(buffer, byteOffset, length / Int32Array.BYTES_PER_ELEMENT)
}

function countNulls(validity: Uint8Array, rowCount: number): number {
  if (validity.length === 0) return 0
  if (validity.length !== Math.ceil(rowCount / 8)) throw new Malformed('validity')
  let set = 0
  for (let index = 0; index < validity.length; index++) {
    const used = Math.min(8, rowCount - index * 8)
    set += bitCount((validity[index] ?? 0) & ((1 << used) - 1))
  }
  return rowCount - set
}

function bitCount(byte: number): number {
  let bits = byte - ((byte >> 1) & 0x55)
  bits = (bits & 0x33) + ((bits >> 2) & 0x33)
  return (bits + (bits >> 4)) & 0x0f
}

function count(value: Json | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maxLength) {
    throw new Malformed('length')
  }
  return value
}

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Malformed('name')
  return wellFormed(value.slice(0, maxNameLength))
}

function timezone(value: Json): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_+\-/:]{1,64}$/.test(value))
    throw new Malformed('timezone')
  return value
}
