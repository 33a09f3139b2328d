import { T } from './tokens.ts'

interface OperatorRow {
  readonly first: string
  readonly alone?: number
  readonly equal?: number
  readonly double?: number
  readonly doubleEqual?: number
}

const rows: readonly OperatorRow[] = [
  { first: ',', alone: T.COMMA },
  { first: ';', alone: T.SEMI },
  { first: '.', alone: T.DOT },
  { first: '~', alone: T.TILDE },
  { first: ':', alone: T.COLON, equal: T.COLONEQUAL },
  { first: '=', alone: T.EQUAL, equal: T.EQEQUAL },
  { first: '!', alone: T.EXCLAMATION, equal: T.NOTEQUAL },
  { first: '+', alone: T.PLUS, equal: T.PLUSEQUAL },
  { first: '-', alone: T.MINUS, equal: T.MINEQUAL },
  { first: '%', alone: T.PERCENT, equal: T.PERCENTEQUAL },
  { first: '&', alone: T.AMPER, equal: T.AMPEREQUAL },
  { first: '|', alone: T.VBAR, equal: T.VBAREQUAL },
  { first: '^', alone: T.CIRCUMFLEX, equal: T.CIRCUMFLEXEQUAL },
  { first: '@', alone: T.AT, equal: T.ATEQUAL },
  {
    first: '*',
    alone: T.STAR,
    equal: T.STAREQUAL,
    double: T.DOUBLESTAR,
    doubleEqual: T.DOUBLESTAREQUAL,
  },
  {
    first: '/',
    alone: T.SLASH,
    equal: T.SLASHEQUAL,
    double: T.DOUBLESLASH,
    doubleEqual: T.DOUBLESLASHEQUAL,
  },
  {
    first: '<',
    alone: T.LESS,
    equal: T.LESSEQUAL,
    double: T.LEFTSHIFT,
    doubleEqual: T.LEFTSHIFTEQUAL,
  },
  {
    first: '>',
    alone: T.GREATER,
    equal: T.GREATEREQUAL,
    double: T.RIGHTSHIFT,
    doubleEqual: T.RIGHTSHIFTEQUAL,
  },
]

const alone = column((row) => row.alone)
const equal = column((row) => row.equal)
const double = column((row) => row.double)
const doubleEqual = column((row) => row.doubleEqual)
const equalsCode = 61
const greaterCode = 62
const minusCode = 45
const dotCode = 46

/** The kind of the operator that begins with `code` at `at`, the longest that fits. */
export function operatorKind(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1)
  if (next === equalsCode && equal[code] !== 0) return equal[code] ?? 0
  if (next === code && double[code] !== 0) {
    const isAssignment = text.charCodeAt(at + 2) === equalsCode
    return (isAssignment ? doubleEqual[code] : double[code]) ?? 0
  }
  if (next === greaterCode && code === minusCode) return T.RARROW
  if (code === dotCode && next === dotCode && text.charCodeAt(at + 2) === dotCode) return T.ELLIPSIS
  return alone[code] ?? 0
}

const lengths = new Uint8Array(128).fill(1)
for (const row of rows) {
  if (row.equal !== undefined) lengths[row.equal] = 2
  if (row.double !== undefined) lengths[row.double] = 2
  if (row.doubleEqual !== undefined) lengths[row.doubleEqual] = 3
}
lengths[T.RARROW] = 2
lengths[T.ELLIPSIS] = 3

/** How many characters an operator takes. */
export function operatorLength(kind: number): number {
  return lengths[kind] ?? 1
}

function column(pick: (row: OperatorRow) => number | undefined): Uint8Array {
  const table = new Uint8Array(128)
  for (const row of rows) table[row.first.charCodeAt(0)] = pick(row) ?? 0
  return table
}
