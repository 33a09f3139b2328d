import type { Classification } from '../kernel/classification.ts'
import { type DataKind, dataKinds } from './detect/kinds.ts'
import type { Writing } from './source-file.ts'

/** Steps that a date or time can be cut down to. */
export const dateSteps = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type DateStep = (typeof dateSteps)[number]

/** What takes the place of a value that is found in a text. */
export const detectStrategies = ['tokenize', 'hash', 'partial', 'redact', 'remove'] as const
export type DetectStrategy = (typeof detectStrategies)[number]

/** What a caller gets to see in place of a column's value. */
export type Mask =
  | { readonly kind: 'none' }
  /** A keyed pseudonym: equal values stay equal within a tenant and purpose, NULL stays NULL. */
  | { readonly kind: 'hash' }
  /** As `hash`, but who may see the column can turn it back into the value. */
  | { readonly kind: 'tokenize' }
  /** As `tokenize`, but with the form kept: digits stay digits, letters letters (FF1); only for values of at least 10^6 forms. */
  | { readonly kind: 'fpe' }
  /** First letter and domain of an e-mail address, else at most the last quarter, four characters at most. */
  | { readonly kind: 'partial' }
  /** Numbers cut down to the lower edge of their bin of `size`. */
  | { readonly kind: 'bin'; readonly size: number }
  /** The name of the range between two of the ascending `edges`, or before the first or from the last on. */
  | { readonly kind: 'bucket'; readonly edges: readonly number[] }
  /** Numbers moved by at most `size`, equal ones always by the same amount, so that asking again averages nothing out. */
  | { readonly kind: 'noise'; readonly size: number }
  /** Dates and times cut down to the start of their step. */
  | { readonly kind: 'date'; readonly step: DateStep }
  /** The region that a place lies in: of countries by UN M49, or as listed, places by region; `other` where it is not known. */
  | {
      readonly kind: 'region'
      readonly places: Readonly<Record<string, readonly string[]>> | undefined
    }
  /** Texts and nested JSON with what is found in them replaced, and values of the columns `known`, too; the rest stays. */
  | {
      readonly kind: 'detect'
      readonly kinds: readonly DataKind[] | 'all'
      readonly known: readonly string[]
      readonly by: DetectStrategy
    }
  /** What an expression in CEL makes of the row, NULL where the column is; it may look at other columns and the caller. */
  | { readonly kind: 'custom'; readonly expression: string }
  | { readonly kind: 'redact' }
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  | { readonly kind: 'null' }
  /** The column is not in the granted file at all. */
  | { readonly kind: 'remove' }

export interface ColumnPolicy {
  /** The dataset's own where the policy gives none. */
  readonly classification: Classification
  readonly default: Mask
  readonly roles: ReadonlyMap<string, Mask>
}

/** What may leave of one dataset in one answer. */
export interface ReleasePolicy {
  /** Rows of a table, or members of a list. */
  readonly maxRows: number | undefined
  /** Of the answer as JSON. */
  readonly maxBytes: number | undefined
  /** Who may only aggregate learns of no group with fewer rows than this. */
  readonly minGroup: number
}

/** Who sees what of one dataset. */
export interface DatasetPolicy {
  readonly name: string
  readonly classification: Classification
  /** Who answers for it, for people to read. */
  readonly owner?: string
  /** Path as written, to be resolved by whoever read the configuration. */
  readonly source?: string
  /** How its text files are written, where their bytes do not say. */
  readonly writing: Writing
  /** A condition in CEL for each role; `default` is for callers who have none of the roles listed. */
  readonly rows: ReadonlyMap<string, string>
  /** What happens to columns that the policy does not list. */
  readonly columnsDefault: 'allow' | 'remove'
  readonly columns: ReadonlyMap<string, ColumnPolicy>
  readonly release: ReleasePolicy
}

/** The `datasets` section of a configuration, by dataset name. */
export type DataConfig = ReadonlyMap<string, DatasetPolicy>

/** A mask as configuration and receipts write it, e.g. `hash` or `generalize: month`. */
export function maskLabel(mask: Mask): string {
  switch (mask.kind) {
    case 'bin':
      return `generalize: ${mask.size}`
    case 'date':
      return `generalize: ${mask.step}`
    case 'region':
      return mask.places
        ? `generalize: ${Object.keys(mask.places).join(', ')}`
        : 'generalize: region'
    case 'bucket':
      return `bucket: ${mask.edges.join(', ')}`
    case 'noise':
      return `noise: ${mask.size}`
    case 'custom':
      return `custom: ${mask.expression}`
    case 'detect': {
      const kinds = mask.kinds === 'all' ? 'all' : mask.kinds.join(', ')
      const known = mask.known.length > 0 ? `, known: ${mask.known.join(', ')}` : ''
      return `detect: ${kinds}${known}, by: ${mask.by}`
    }
    default:
      return mask.kind
  }
}

const order: readonly Mask['kind'][] = [
  'none',
  'detect',
  'noise',
  'date',
  'bin',
  'bucket',
  'region',
  'partial',
  'fpe',
  'tokenize',
  'hash',
  'custom',
  'redact',
  'constant',
  'null',
  'remove',
]

/** The mask that hides least, as a caller with several roles gets it; finer steps hide less than coarser ones. */
export function leastMask(masks: readonly Mask[]): Mask | undefined {
  return masks.toSorted(compareMasks)[0]
}

/** Below zero where `a` hides less than `b`, zero where neither hides more. */
export function compareMasks(a: Mask, b: Mask): number {
  return order.indexOf(a.kind) - order.indexOf(b.kind) || finer(a, b)
}

function finer(a: Mask, b: Mask): number {
  if (a.kind === 'bin' && b.kind === 'bin') return a.size - b.size
  if (a.kind === 'noise' && b.kind === 'noise') return a.size - b.size
  if (a.kind === 'bucket' && b.kind === 'bucket') return b.edges.length - a.edges.length
  if (a.kind === 'detect' && b.kind === 'detect') return compareDetect(a, b)
  if (a.kind !== 'date' || b.kind !== 'date') return 0
  return dateSteps.indexOf(a.step) - dateSteps.indexOf(b.step)
}

type Detect = Extract<Mask, { kind: 'detect' }>

function compareDetect(a: Detect, b: Detect): number {
  const found = ({ kinds, known }: Detect) =>
    (kinds === 'all' ? dataKinds.length : kinds.length) + known.length
  return found(a) - found(b) || detectStrategies.indexOf(a.by) - detectStrategies.indexOf(b.by)
}
