import { isJsonObject, type Json } from '../../kernel/json.ts'
import { Malformed } from './blobs.ts'
import { cleanJson } from './clean-json.ts'
import { checkExtent, maxValues } from './extent.ts'

/**
 * Reads a plotly figure's JSON and writes it anew: `data` and `layout` alone, with the arrays that plotly packs as base64
 * (`{dtype, bdata, shape}`) written out, so that whoever looks for values finds them all. Throws Malformed.
 */
export function readPlotly(bytes: Uint8Array): Uint8Array {
  checkExtent(bytes)
  const figure: Json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!isJsonObject(figure)) throw new Malformed('figure')
  const { data = [], layout = {} } = figure
  if (!Array.isArray(data) || !isJsonObject(layout)) throw new Malformed('figure')
  const room = { left: maxValues }
  const plain = { data: unpacked(data, room), layout: unpacked(layout, room) }
  return new TextEncoder().encode(JSON.stringify(cleanJson(plain)))
}

function unpacked(value: Json, room: { left: number }): Json {
  if (Array.isArray(value)) return value.map((item: Json) => unpacked(item, room))
  if (!isJsonObject(value)) return value
  if (typeof value['bdata'] === 'string') return unpackedArray(value, room)
  const entries = Object.entries(value).map(([key, item]) => [key, unpacked(item, room)] as const)
  return Object.fromEntries(entries)
}

function unpackedArray(
  { dtype, bdata, shape }: { readonly [key: string]: Json },
  room: { left: number },
): Json {
  const read = typeof dtype === 'string' ? readers.get(dtype) : undefined
  if (read === undefined) throw new Malformed('figure')
  const values = read(new Uint8Array(Buffer.from(String(bdata), 'base64')).buffer)
  room.left -= values.length
  if (room.left < 0) throw new Malformed('values')
  const numbers = Array.from(values, (value) => (Number.isFinite(value) ? value : null))
  return typeof shape === 'string' ? shaped(numbers, shape.split(',').map(Number)) : numbers
}

/** numpy's names, as plotly.js knows them, and how their bytes are read. */
const readers: ReadonlyMap<string, (bytes: ArrayBuffer) => ArrayLike<number>> = new Map<
  string,
  (bytes: ArrayBuffer) => ArrayLike<number>
>([
  ['i1', (bytes) => new Int8Array(bytes)],
  ['u1', (bytes) => new Uint8Array(bytes)],
  ['i2', whole(2, (bytes) => new Int16Array(bytes))],
  ['u2', whole(2, (bytes) => new Uint16Array(bytes))],
  ['i4', whole(4, (bytes) => new Int32Array(bytes))],
  ['u4', whole(4, (bytes) => new Uint32Array(bytes))],
  ['f4', whole(4, (bytes) => new Float32Array(bytes))],
  ['f8', whole(8, (bytes) => new Float64Array(bytes))],
])

function whole(size: number, read: (bytes: ArrayBuffer) => ArrayLike<number>) {
  return (bytes: ArrayBuffer): ArrayLike<number> => {
    if (bytes.byteLength % size !== 0) throw new Malformed('figure')
    return read(bytes)
  }
}

/** Rows, or rows of rows, of a flat array. */
function shaped(values: readonly Json[], shape: readonly number[]): Json {
  const [rows = 0, ...inner] = shape
  if (inner.length === 0) return [...values]
  const size = inner.reduce((product, count) => product * count, 1)
  const fits = shape.length <= maxDimensions && shape.every((n) => Number.isInteger(n) && n > 0)
  if (!fits || rows * size !== values.length) throw new Malformed('figure')
  return Array.from({ length: rows }, (_, row) =>
    shaped(values.slice(row * size, (row + 1) * size), inner),
  )
}

const maxDimensions = 3
