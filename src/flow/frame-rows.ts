import type { Frame, FrameColumn } from '../kernel/answer.ts'
import type { Json } from '../kernel/json.ts'

/** The part of `apache-arrow` that reading rows takes. */
export type ArrowEngine = Pick<typeof import('apache-arrow'), 'tableFromIPC'>

/**
 * The rows of a frame as JSON: integers beyond 2^53 and durations as decimal strings (durations in seconds),
 * timestamps as ISO 8601 with as many digits as they hold, dates as `YYYY-MM-DD`, missing and not-a-number as null.
 */
export function frameRows(frame: Frame, arrow: ArrowEngine, limit = frame.rowCount): Json[][] {
  const table = arrow.tableFromIPC(frame.arrow)
  const columns = frame.columns.map((column, at) => {
    const vector = table.getChildAt(at)
    const unit = unitOf(vector?.type)
    return { vector, read: (value: unknown) => cell(value, column, unit) }
  })
  const count = Math.min(limit, frame.rowCount)
  return Array.from({ length: count }, (_, row) =>
    columns.map(({ vector, read }) => read(vector?.get(row))),
  )
}

function cell(value: unknown, column: FrameColumn, unit: number): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return bigCell(value, column, unit)
  if (typeof value === 'number') return numberCell(value, column, unit)
  return typeof value === 'boolean' || typeof value === 'string' ? value : String(value)
}

function bigCell(value: bigint, column: FrameColumn, unit: number): Json {
  if (column.type === 'duration') return secondsText(value, unit)
  if (column.type === 'timestamp') return isoText(value, unit)
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

/** apache-arrow gives timestamps and dates as milliseconds since 1970, whatever their unit. */
function numberCell(value: number, column: FrameColumn, unit: number): Json {
  if (!Number.isFinite(value)) return null
  switch (column.type) {
    case 'timestamp':
      return isoText(BigInt(Math.round(value * 1000)), 2)
    case 'date':
      return new Date(value).toISOString().slice(0, 10)
    case 'duration':
      return secondsText(BigInt(Math.round(value)), unit)
    default:
      return value
  }
}

function isoText(value: bigint, unit: number): string {
  const perSecond = 10n ** BigInt(3 * unit)
  const fraction = ((value % perSecond) + perSecond) % perSecond
  const seconds = (value - fraction) / perSecond
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return `${seconds} s since 1970`
  const digits =
    fraction === 0n
      ? ''
      : `.${fraction
          .toString()
          .padStart(3 * unit, '0')
          .replace(/0+$/, '')}`
  return `${date.toISOString().slice(0, 19)}${digits}`
}

function secondsText(value: bigint, unit: number): string {
  const perSecond = 10n ** BigInt(3 * unit)
  const sign = value < 0n ? '-' : ''
  const size = value < 0n ? -value : value
  const fraction = (size % perSecond)
    .toString()
    .padStart(3 * unit, '0')
    .replace(/0+$/, '')
  return `${sign}${size / perSecond}${fraction && unit > 0 ? `.${fraction}` : ''}`
}

/** 0 seconds, 1 milliseconds, 2 microseconds, 3 nanoseconds, as in Arrow's TimeUnit. */
function unitOf(type: unknown): number {
  return typeof type === 'object' &&
    type !== null &&
    'unit' in type &&
    typeof type.unit === 'number'
    ? type.unit
    : 1
}
