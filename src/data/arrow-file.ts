import { open } from 'node:fs/promises'
import type { DuckDBResult, DuckDBValue } from '@duckdb/node-api'
import type { Data, Schema } from 'apache-arrow'
import { unreachable } from '../kernel/unreachable.ts'
import { quoteName } from './sql.ts'

/** apache-arrow's module, as `import('apache-arrow')` gives it. */
export type ArrowModule = typeof import('apache-arrow')

/** A column of a query as the hand-over file has it. */
export interface OutColumn {
  readonly name: string
  /** DuckDB's type. */
  readonly type: string
}

type Layout = 'boolean' | 'integer' | 'number' | 'date' | 'timestamp' | 'utc' | 'text'

const sqlTypes: Readonly<Record<Layout, string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  number: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  utc: 'TIMESTAMP',
  text: 'VARCHAR',
}

/** Wraps a query so that it only has types the Arrow file has: 64-bit integers, doubles, booleans, dates, timestamps, texts. */
export function castForArrow(sql: string, columns: readonly OutColumn[]): string {
  const fields = columns.map(({ name, type }) => {
    const quoted = quoteName(name)
    return `CAST(${quoted} AS ${sqlTypes[layoutOf(type)]}) AS ${quoted}`
  })
  return `SELECT ${fields.join(', ')} FROM (${sql})`
}

/** Writes a result of `castForArrow` as an Arrow IPC stream, a batch at a time, and gives the number of rows. */
export async function writeArrow(
  arrow: ArrowModule,
  result: DuckDBResult,
  {
    path,
    columns,
    signal,
  }: { path: string; columns: readonly OutColumn[]; signal: AbortSignal | undefined },
): Promise<number> {
  const layouts = columns.map(({ type }) => layoutOf(type))
  const empty = layouts.map((layout) => columnData(arrow, layout, []))
  const fields = columns.flatMap(({ name }, index) => {
    const type = empty[index]?.type
    return type ? [new arrow.Field(name, type, true)] : []
  })
  const schema = new arrow.Schema(fields)
  const file = await open(path, 'w')
  try {
    await file.writeFile(batchBytes(arrow, schema, empty).header)
    let rowCount = 0
    for (;;) {
      signal?.throwIfAborted()
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) break
      const data = layouts.map((layout, index) =>
        columnData(arrow, layout, chunk.getColumnValues(index)),
      )
      rowCount += chunk.rowCount
      await file.writeFile(batchBytes(arrow, schema, data).batch)
    }
    await file.writeFile(endOfStream)
    return rowCount
  } finally {
    await file.close()
  }
}

/** Arrow's columnar format, "IPC Streaming Format": a continuation marker and a length of zero. */
const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

function layoutOf(type: string): Layout {
  if (/^(?:U?(?:TINYINT|SMALLINT|INTEGER)|BIGINT)$/.test(type)) return 'integer'
  if (/^(?:U?HUGEINT|UBIGINT|DOUBLE|FLOAT|DECIMAL\(\d+,\d+\))$/.test(type)) return 'number'
  if (type === 'BOOLEAN') return 'boolean'
  if (type === 'DATE') return 'date'
  if (type === 'TIMESTAMP WITH TIME ZONE') return 'utc'
  return /^TIMESTAMP(?:_S|_MS|_NS)?$/.test(type) ? 'timestamp' : 'text'
}

/** The bytes of a stream's schema message and of one batch's; `writeAll` always writes both and the end of the stream. */
function batchBytes(
  arrow: ArrowModule,
  schema: Schema,
  data: readonly Data[],
): { readonly header: Uint8Array; readonly batch: Uint8Array } {
  const type = new arrow.Struct(schema.fields)
  const length = data[0]?.length ?? 0
  const struct = arrow.makeData({ type, length, nullCount: 0, children: [...data] })
  const batch = new arrow.RecordBatch(schema, struct)
  const bytes = arrow.RecordBatchStreamWriter.writeAll([batch]).toUint8Array(true)
  const headerEnd = 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true)
  return {
    header: bytes.subarray(0, headerEnd),
    batch: bytes.subarray(headerEnd, -endOfStream.length),
  }
}

function columnData(arrow: ArrowModule, layout: Layout, values: readonly DuckDBValue[]): Data {
  const length = values.length
  const { nullBitmap, nullCount } = nullsOf(values)
  const props = { length, nullCount, nullBitmap }
  switch (layout) {
    case 'boolean':
      return arrow.makeData({
        ...props,
        type: new arrow.Bool(),
        data: bitsOf(values, (value) => value === true),
      })
    case 'integer':
      return arrow.makeData({
        ...props,
        type: new arrow.Int64(),
        data: BigInt64Array.from(values, asBigInt),
      })
    case 'number':
      return arrow.makeData({
        ...props,
        type: new arrow.Float64(),
        data: Float64Array.from(values, Number),
      })
    case 'date':
      return arrow.makeData({
        ...props,
        type: new arrow.DateDay(),
        data: Int32Array.from(values, daysOf),
      })
    case 'timestamp':
    case 'utc': {
      const type = new arrow.TimestampMicrosecond(layout === 'utc' ? 'UTC' : null)
      return arrow.makeData({ ...props, type, data: BigInt64Array.from(values, microsOf) })
    }
    case 'text':
      return arrow.makeData({ ...props, type: new arrow.Utf8(), ...textBuffers(values) })
    default:
      return unreachable(layout)
  }
}

function nullsOf(values: readonly DuckDBValue[]) {
  const nullCount = values.reduce<number>((count, value) => count + (value === null ? 1 : 0), 0)
  return {
    nullCount,
    nullBitmap: nullCount === 0 ? undefined : bitsOf(values, (value) => value !== null),
  }
}

function bitsOf(
  values: readonly DuckDBValue[],
  isSet: (value: DuckDBValue) => boolean,
): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8))
  for (const [index, value] of values.entries()) {
    if (isSet(value)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
  }
  return bits
}

function asBigInt(value: DuckDBValue): bigint {
  return typeof value === 'bigint' ? value : 0n
}

function daysOf(value: DuckDBValue): number {
  return typeof value === 'object' &&
    value !== null &&
    'days' in value &&
    typeof value.days === 'number'
    ? value.days
    : 0
}

function microsOf(value: DuckDBValue): bigint {
  return typeof value === 'object' &&
    value !== null &&
    'micros' in value &&
    typeof value.micros === 'bigint'
    ? value.micros
    : 0n
}

function textBuffers(values: readonly DuckDBValue[]) {
  const valueOffsets = new Int32Array(values.length + 1)
  const texts = values.map((value) => (typeof value === 'string' ? value : ''))
  for (const [index, text] of texts.entries()) {
    valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + Buffer.byteLength(text)
  }
  return { valueOffsets, data: Buffer.from(texts.join('')) }
}
