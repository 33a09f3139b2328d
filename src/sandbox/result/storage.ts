import type { FrameColumn } from '../../kernel/answer.ts'
import type { Table } from './flatbuffer.ts'

/** How a column's values lie in memory: what the frame calls it, Arrow's type of it, and bits a value (0 for text). */
export interface Storage {
  readonly type: FrameColumn['type']
  readonly arrowType: number
  readonly arrowFields: (timezone: string | undefined) => Table
  readonly bits: number
}

/** Every storage that the guest may name (Arrow Schema.fbs gives the type numbers and fields). */
export const storages: ReadonlyMap<string, Storage> = new Map([
  ...[8, 16, 32, 64].flatMap((bits): [string, Storage][] => [
    [`int${bits}`, integer(bits, true)],
    [`uint${bits}`, integer(bits, false)],
  ]),
  ['float32', number(32, 1)],
  ['float64', number(64, 2)],
  ['bool', { type: 'boolean', arrowType: 6, arrowFields: () => [], bits: 1 }],
  ['utf8', { type: 'string', arrowType: 5, arrowFields: () => [], bits: 0 }],
  ['date32', { type: 'date', arrowType: 8, arrowFields: () => [unit(0)], bits: 32 }],
  ...['s', 'ms', 'us', 'ns'].flatMap((name, index): [string, Storage][] => [
    [`timestamp[${name}]`, timestamp(index)],
    [`duration[${name}]`, duration(index)],
  ]),
])

function integer(bits: number, isSigned: boolean): Storage {
  const arrowFields = (): Table => [
    { kind: 'i32', value: bits },
    { kind: 'u8', value: isSigned ? 1 : 0 },
  ]
  return { type: 'integer', arrowType: 2, arrowFields, bits }
}

function number(bits: number, precision: number): Storage {
  return { type: 'number', arrowType: 3, arrowFields: () => [unit(precision)], bits }
}

function timestamp(index: number): Storage {
  const arrowFields = (timezone: string | undefined): Table => [
    unit(index),
    timezone === undefined ? undefined : { kind: 'string', value: timezone },
  ]
  return { type: 'timestamp', arrowType: 10, arrowFields, bits: 64 }
}

function duration(index: number): Storage {
  return { type: 'duration', arrowType: 18, arrowFields: () => [unit(index)], bits: 64 }
}

function unit(value: number) {
  return { kind: 'i16', value } as const
}
