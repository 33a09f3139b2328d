import type { FrameColumn } from '../../kernel/answer.ts'
import type { Json } from '../../kernel/json.ts'
import { cleanText } from './clean-text.ts'

export interface TableView {
  readonly columns: readonly FrameColumn[]
  /** The rows to show, which may be the first of many. */
  readonly rows: readonly (readonly Json[])[]
  /** How many rows there are in all. */
  readonly rowCount: number
  /** Terminal columns that the table may take. */
  readonly width: number
}

/** What stands between columns. */
export const gap = '  '
const narrowest = 4
const widestCell = 40

/** Draws rows as a table that fits the width: numbers to the right, long cells cut with `…`, columns that do not fit counted below. */
export function renderTable(view: TableView): string {
  const cells = view.rows.map((row) => row.map((value, at) => cellText(value, view.columns[at])))
  const widths = view.columns.map((column, at) =>
    Math.min(
      widestCell,
      Math.max(narrowest, width(column.name), ...cells.map((row) => width(row[at] ?? ''))),
    ),
  )
  const shown = fitting(widths, view.width)
  const line = (texts: readonly string[]) =>
    shown
      .map((at) =>
        align(cleanText(texts[at] ?? '', 'cell'), widths[at] ?? narrowest, view.columns[at]),
      )
      .join(gap)
      .trimEnd()
  return [
    line(view.columns.map((column) => column.name)),
    rule(shown.map((at) => widths[at] ?? narrowest)),
    ...cells.map(line),
    ...remainders(view, shown.length),
  ].join('\n')
}

function remainders(view: TableView, shownColumns: number): string[] {
  const rows = view.rowCount - view.rows.length
  const columns = view.columns.length - shownColumns
  const parts = [
    ...(rows > 0 ? [`${rows.toLocaleString('en')} more ${rows === 1 ? 'row' : 'rows'}`] : []),
    ...(columns > 0 ? [`${columns} more ${columns === 1 ? 'column' : 'columns'}`] : []),
  ]
  if (view.rowCount === 0) return ['(no rows)']
  return parts.length > 0 ? [`… ${parts.join(', ')}`] : []
}

function fitting(widths: readonly number[], limit: number): number[] {
  const shown: number[] = []
  let used = 0
  for (const [at, size] of widths.entries()) {
    used += size + (at > 0 ? gap.length : 0)
    if (used > limit && at > 0) break
    shown.push(at)
  }
  return shown
}

function cellText(value: Json, column: FrameColumn | undefined): string {
  if (value === null) return '–'
  if (typeof value === 'number' && column?.type === 'number') return numberText(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function numberText(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4))
    return value.toExponential(3)
  return Number.isInteger(value) ? value.toFixed(1) : String(Number(value.toPrecision(7)))
}

/** The line below the names of columns. */
export function rule(widths: readonly number[]): string {
  return widths.map((size) => '─'.repeat(size)).join(gap)
}

/** A cell's text at its place in a column of some terminal columns, cut with `…` where it is longer. */
export function align(text: string, size: number, column: FrameColumn | undefined): string {
  const cut = width(text) > size ? `${[...text].slice(0, size - 1).join('')}…` : text
  const pad = ' '.repeat(Math.max(0, size - width(cut)))
  const isNumeric = column?.type === 'integer' || column?.type === 'number'
  return isNumeric ? pad + cut : cut + pad
}

/** Terminal columns of a text. */
export function width(text: string): number {
  return [...text].length
}
