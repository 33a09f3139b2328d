/** A field of a table: a scalar by its width, or something that the table points to. */
export type Field =
  | { readonly kind: 'u8'; readonly value: number }
  | { readonly kind: 'i16'; readonly value: number }
  | { readonly kind: 'i32'; readonly value: number }
  | { readonly kind: 'i64'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'table'; readonly value: Table }
  | { readonly kind: 'tables'; readonly value: readonly Table[] }
  /** A vector of structs that each hold so many 64-bit integers. */
  | { readonly kind: 'structs'; readonly width: number; readonly value: readonly bigint[] }

/** A table's fields by slot; undefined for a slot that is left at its default. */
export type Table = readonly (Field | undefined)[]

/** Encodes a root table (flatbuffers.dev/internals), children after parents, padded to 8 bytes. */
export function encodeTable(root: Table): Uint8Array {
  const out = new Output()
  const rootReference = out.take(4, 4)
  out.view.setUint32(rootReference, writeTable(out, root) - rootReference, true)
  out.take(0, 8)
  return out.bytes.subarray(0, out.end)
}

const widths: { readonly [K in Field['kind']]: 1 | 2 | 4 | 8 } = {
  u8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  string: 4,
  table: 4,
  tables: 4,
  structs: 4,
}

class Output {
  bytes: Uint8Array = new Uint8Array(1024)
  view: DataView = new DataView(this.bytes.buffer)
  end = 0

  /** Reserves zeroed bytes from an aligned position on, and gives that position. */
  take(size: number, alignment: number): number {
    const start = Math.ceil(this.end / alignment) * alignment
    this.end = start + size
    if (this.end > this.bytes.length) {
      const larger = new Uint8Array(this.end * 2)
      larger.set(this.bytes)
      this.bytes = larger
      this.view = new DataView(larger.buffer)
    }
    return start
  }
}

function writeTable(out: Output, table: Table): number {
  const { offsets, size } = layOut(table)
  const vtable = out.take(4 + 2 * table.length, 2)
  const start = out.take(size, 8)
  out.view.setUint16(vtable, 4 + 2 * table.length, true)
  out.view.setUint16(vtable + 2, size, true)
  offsets.forEach((offset, slot) => {
    out.view.setUint16(vtable + 4 + 2 * slot, offset, true)
  })
  out.view.setInt32(start, start - vtable, true)
  table.forEach((field, slot) => {
    if (field !== undefined) writeField(out, start + (offsets[slot] ?? 0), field)
  })
  return start
}

/** Places the widest fields first, so that each is aligned; a slot without a field has offset 0. */
function layOut(table: Table): { offsets: number[]; size: number } {
  const offsets = table.map(() => 0)
  let size = 4
  for (const width of [8, 4, 2, 1]) {
    table.forEach((field, slot) => {
      if (field === undefined || widths[field.kind] !== width) return
      const offset = Math.ceil(size / width) * width
      offsets[slot] = offset
      size = offset + width
    })
  }
  return { offsets, size }
}

function writeField(out: Output, place: number, field: Field): void {
  if (field.kind === 'u8') out.view.setUint8(place, field.value)
  else if (field.kind === 'i16') out.view.setInt16(place, field.value, true)
  else if (field.kind === 'i32') out.view.setInt32(place, field.value, true)
  else if (field.kind === 'i64') out.view.setBigInt64(place, field.value, true)
  else {
    const target = writeTarget(out, field)
    out.view.setUint32(place, target - place, true)
  }
}

type Pointed = Extract<Field, { kind: 'string' | 'table' | 'tables' | 'structs' }>

function writeTarget(out: Output, field: Pointed): number {
  if (field.kind === 'table') return writeTable(out, field.value)
  if (field.kind === 'string') return writeString(out, field.value)
  return field.kind === 'tables' ? writeTables(out, field.value) : writeStructs(out, field)
}

function writeString(out: Output, text: string): number {
  const encoded = new TextEncoder().encode(text)
  const start = out.take(4 + encoded.length + 1, 4)
  out.view.setUint32(start, encoded.length, true)
  out.bytes.set(encoded, start + 4)
  return start
}

function writeTables(out: Output, tables: readonly Table[]): number {
  const start = out.take(4 + 4 * tables.length, 4)
  out.view.setUint32(start, tables.length, true)
  tables.forEach((table, index) => {
    const place = start + 4 + 4 * index
    const target = writeTable(out, table)
    out.view.setUint32(place, target - place, true)
  })
  return start
}

function writeStructs(out: Output, field: Extract<Field, { kind: 'structs' }>): number {
  // The length comes right before the elements, which are 8-byte aligned.
  const start = out.take(8 + 8 * field.value.length, 8) + 4
  out.view.setUint32(start, field.value.length / field.width, true)
  field.value.forEach((value, index) => {
    out.view.setBigInt64(start + 4 + 8 * index, value, true)
  })
  return start
}
