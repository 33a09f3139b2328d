import type { BinaryOperator, CompareOperator } from './nodes.ts'
import { T } from './tokens.ts'

const binaryRows: readonly (readonly [number, number, BinaryOperator])[] = [
  [T.VBAR, 1, 'BitOr'],
  [T.CIRCUMFLEX, 2, 'BitXor'],
  [T.AMPER, 3, 'BitAnd'],
  [T.LEFTSHIFT, 4, 'LShift'],
  [T.RIGHTSHIFT, 4, 'RShift'],
  [T.PLUS, 5, 'Add'],
  [T.MINUS, 5, 'Sub'],
  [T.STAR, 6, 'Mult'],
  [T.SLASH, 6, 'Div'],
  [T.DOUBLESLASH, 6, 'FloorDiv'],
  [T.PERCENT, 6, 'Mod'],
  [T.AT, 6, 'MatMult'],
]

/** The precedence of `|`, the loosest of the binary operators. */
export const lowestBinary = 1

/** How tightly a binary operator binds, 1 the loosest; 0 for every other token (Python reference, 6.17). */
export const binaryPrecedence: Uint8Array = precedences()

/** The operator that a token stands for between two operands. */
export const binaryOperators: readonly (BinaryOperator | undefined)[] = byKind(
  binaryRows.map(([kind, , op]) => [kind, op] as const),
)

/** The comparison that a token of its own stands for; `in`, `not in`, `is` and `is not` are words. */
export const comparisonOperators: readonly (CompareOperator | undefined)[] = byKind([
  [T.EQEQUAL, 'Eq'],
  [T.NOTEQUAL, 'NotEq'],
  [T.LESS, 'Lt'],
  [T.LESSEQUAL, 'LtE'],
  [T.GREATER, 'Gt'],
  [T.GREATEREQUAL, 'GtE'],
])

/** The operator of an augmented assignment. */
export const augmentedOperators: readonly (BinaryOperator | undefined)[] = byKind([
  [T.PLUSEQUAL, 'Add'],
  [T.MINEQUAL, 'Sub'],
  [T.STAREQUAL, 'Mult'],
  [T.SLASHEQUAL, 'Div'],
  [T.DOUBLESLASHEQUAL, 'FloorDiv'],
  [T.PERCENTEQUAL, 'Mod'],
  [T.ATEQUAL, 'MatMult'],
  [T.AMPEREQUAL, 'BitAnd'],
  [T.VBAREQUAL, 'BitOr'],
  [T.CIRCUMFLEXEQUAL, 'BitXor'],
  [T.LEFTSHIFTEQUAL, 'LShift'],
  [T.RIGHTSHIFTEQUAL, 'RShift'],
  [T.DOUBLESTAREQUAL, 'Pow'],
])

function precedences(): Uint8Array {
  const table = new Uint8Array(128)
  for (const [kind, precedence] of binaryRows) table[kind] = precedence
  return table
}

function byKind<Value>(
  rows: readonly (readonly [number, Value])[],
): readonly (Value | undefined)[] {
  const table = new Array<Value | undefined>(128).fill(undefined)
  for (const [kind, value] of rows) table[kind] = value
  return table
}
