import { type Classification, classifications } from '../../kernel/classification.ts'
import { unreachable } from '../../kernel/unreachable.ts'
import type { ColumnFindings } from '../detect/column.ts'
import { classificationOf, type DataKind, familyOf } from '../detect/kinds.ts'
import { kindOf } from '../kind.ts'
import type { Mask } from '../policy.ts'
import type { ColumnStatistics } from './statistics.ts'

/** How a column could be classified and masked, for its owner to confirm. */
export interface Proposal {
  readonly classification: Classification
  readonly mask: Mask
}

/** Proposes the mildest mask that hides who or what a value is about, and keeps joins and groups where that is possible. */
export function propose(column: ColumnStatistics, { kind, inside }: ColumnFindings): Proposal {
  if (kind) {
    return { classification: classificationOf(kind.kind), mask: maskOf(kind.kind, column) }
  }
  if (inside.length > 0) {
    const classification = highest(inside.map((found) => classificationOf(found.kind)))
    const kinds = inside.map((found) => found.kind)
    return { classification, mask: { kind: 'detect', kinds, known: [], by: 'tokenize' } }
  }
  return { classification: 'INTERNAL', mask: { kind: 'none' } }
}

/** The most protected of some classifications; INTERNAL where there are none. */
export function highest(some: readonly Classification[]): Classification {
  const ranks = ['INTERNAL' as const, ...some].map((it) => classifications.indexOf(it))
  return classifications[Math.max(...ranks)] ?? 'RESTRICTED'
}

function maskOf(kind: DataKind, column: ColumnStatistics): Mask {
  const family = familyOf(kind)
  switch (family) {
    case 'secret':
      return { kind: 'remove' }
    case 'figure':
      return binOf(column)
    case 'security':
    case 'payment':
      if (kind === 'card') return { kind: 'partial' }
      return { kind: kind === 'ticker' || kind === 'bic' ? 'none' : 'hash' }
    case 'person':
      return personMask(kind, column)
    default:
      return unreachable(family)
  }
}

const keptForJoins: ReadonlySet<DataKind> = new Set([
  'email',
  'ip-address',
  'person-name',
  'internal-id',
])

function personMask(kind: DataKind, { type }: ColumnStatistics): Mask {
  if (kind === 'birth-date') {
    return kindOf(type) === 'time' ? { kind: 'date', step: 'year' } : { kind: 'redact' }
  }
  if (kind === 'phone') return { kind: 'partial' }
  if (kind === 'address') return { kind: 'redact' }
  return { kind: keptForJoins.has(kind) ? 'hash' : 'remove' }
}

/** Some twenty bins over the middle of a number column, their width a 1, 2 or 5 with zeros; texts are blacked out. */
function binOf({ type, spread }: ColumnStatistics): Mask {
  if (kindOf(type) !== 'integer' && kindOf(type) !== 'number') return { kind: 'redact' }
  const wanted = spread > 0 ? spread / 20 : 1
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 5, 10].find((size) => size * power >= wanted) ?? 10
  return { kind: 'bin', size: Number((step * power).toPrecision(1)) }
}
