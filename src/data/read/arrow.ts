import { readFile } from 'node:fs/promises'
import type { DataType, Table } from 'apache-arrow'
import type { ArrowModule } from '../arrow-file.ts'
import type { SourceFile } from '../source-file.ts'
import { batchRows, type CellText, checkNames, type ForeignTable } from './table.ts'

interface Layout {
  readonly type: string
  readonly text: (value: unknown) => string
}

/** Reads an Arrow IPC file or stream (Apache Arrow columnar format); lists and structures come as JSON texts. */
export async function readArrow(file: SourceFile, arrow: ArrowModule): Promise<ForeignTable> {
  const table = arrow.tableFromIPC(await readFile(file.path))
  const layouts = table.schema.fields.map(({ type }) => layoutOf(type, arrow))
  const names = checkNames(
    table.schema.fields.map(({ name }) => String(name)),
    file.shownPath,
  )
  const columns = names.map((name, index) => ({ name, type: layouts[index]?.type ?? 'VARCHAR' }))
  return { columns, batches: batchesOf(table, layouts) }
}

function* batchesOf(table: Table, layouts: readonly Layout[]): Generator<CellText[][]> {
  const vectors = layouts.map((_, index) => table.getChildAt(index))
  for (let at = 0; at < table.numRows; at += batchRows) {
    const count = Math.min(batchRows, table.numRows - at)
    yield Array.from({ length: count }, (_, row) =>
      layouts.map(({ text }, index) => {
        const value: unknown = vectors[index]?.get(at + row)
        return value === null || value === undefined ? null : text(value)
      }),
    )
  }
}

function layoutOf(type: DataType, arrow: ArrowModule): Layout {
  const { DataType: is } = arrow
  if (is.isDictionary(type)) return layoutOf(type.dictionary, arrow)
  if (is.isInt(type)) return { type: 'BIGINT', text: String }
  if (is.isFloat(type)) return { type: 'DOUBLE', text: numberText }
  if (is.isBool(type)) return { type: 'BOOLEAN', text: String }
  if (is.isUtf8(type) || is.isLargeUtf8(type)) return { type: 'VARCHAR', text: String }
  if (is.isDate(type)) return { type: 'DATE', text: (value) => isoOf(value).slice(0, 10) }
  if (is.isTimestamp(type)) return { type: 'TIMESTAMP', text: isoOf }
  if (is.isDecimal(type)) {
    const { precision, scale } = type
    return { type: `DECIMAL(${precision}, ${scale})`, text: (value) => decimalText(value, scale) }
  }
  return { type: 'VARCHAR', text: jsonText }
}

function numberText(value: unknown): string {
  return String(value).replace('Infinity', 'inf')
}

/** apache-arrow gives dates and times as milliseconds since 1970, fractions included. */
function isoOf(value: unknown): string {
  const ms = value instanceof Date ? value.getTime() : Number(value)
  const whole = Math.floor(ms)
  const micros = Math.round((ms - whole) * 1000)
  const date = new Date(whole + (micros === 1000 ? 1 : 0))
  return `${date.toISOString().slice(0, -1)}${String(micros % 1000).padStart(3, '0')}`
}

/** Two's complement words, the least first. */
function decimalText(value: unknown, scale: number): string {
  const words = value instanceof Uint32Array ? [...value].reverse() : []
  let number = words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n)
  number = BigInt.asIntN(words.length * 32, number)
  const digits = (number < 0n ? -number : number).toString().padStart(scale + 1, '0')
  const cut = digits.length - scale
  return `${number < 0n ? '-' : ''}${digits.slice(0, cut)}${scale > 0 ? `.${digits.slice(cut)}` : ''}`
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  )
}
