import { unreachable } from '../../kernel/unreachable.ts'
import { isDoubtful, namedKinds, wordsOf } from './column-name.ts'
import type { Detector } from './detector.ts'
import { detectors } from './detectors.ts'
import { type DataKind, dataKinds, familyOf } from './kinds.ts'
import { changeJson, isJson } from './nested.ts'
import { findSpans, type Span, spanFinder } from './spans.ts'

/** What a column is to be judged by: its name, whether it holds numbers, and distinct values as text. */
export interface ColumnSample {
  readonly name: string
  readonly type: 'text' | 'integer' | 'number' | 'time' | 'other'
  readonly values: readonly string[]
}

/** What a column holds, how sure that is from 0 to 1, and what it was concluded from. */
export interface ColumnKind {
  readonly kind: DataKind
  readonly confidence: number
  /** Share of the sampled values that are of the kind; 0 where only the name speaks for it. */
  readonly share: number
  readonly isNamed: boolean
}

export interface ColumnFindings {
  /** The kind of the column's values as a whole. */
  readonly kind?: ColumnKind
  /** Kinds of values found inside longer texts, with the share of the values that hold one. */
  readonly inside: readonly { readonly kind: DataKind; readonly share: number }[]
}

const reportedFrom = 0.5
/** Even a sample without a single exception leaves this much doubt. */
const mostSure = 0.99
/** How many in a hundred values of a column may be something else, a dash or a typing error. */
const dirt = 0.1
/** Odds that a column is of a kind before any value was seen: named so, without a telling name, named otherwise. */
const priorOdds = { named: 10, open: 0.02, other: 0.002 }

/** Judges a column by its name and its values: naive Bayes over how often look-alikes pass each detector. */
export function judgeColumn(sample: ColumnSample): ColumnFindings {
  const names = namedKinds(sample.name)
  const values = sample.values.map((value) => value.trim()).filter((value) => value !== '')
  const column = { names, type: sample.type, isDoubtful: isDoubtful(wordsOf(sample.name)) }
  const byValue = detectors
    .filter(({ kind }) => fitsType(kind, sample.type) && isSeen(kind, sample.type))
    .map((detector) => judge(detector, values, column))
  const byName = names
    .filter((kind) => !isSeen(kind, sample.type))
    .map((kind) => judgeByName(kind, sample.type, values))
  const [kind] = [...byValue, ...byName]
    .filter(({ confidence }) => confidence >= reportedFrom)
    .toSorted(
      (a, b) =>
        b.confidence - a.confidence || Number(b.isNamed) - Number(a.isNamed) || b.share - a.share,
    )
  return kind ? { kind, inside: [] } : { inside: insideOf(sample) }
}

/** True where the values themselves tell a kind; a number without its currency tells nothing, nor does a date. */
function isSeen(kind: DataKind, type: ColumnSample['type']): boolean {
  if (kind === 'birth-date' || !detected.has(kind)) return false
  return type === 'text' || familyOf(kind) !== 'figure'
}

const detected = new Set(detectors.map(({ kind }) => kind))

interface Column {
  readonly names: readonly DataKind[]
  readonly isDoubtful: boolean
}

function judge(detector: Detector, values: readonly string[], column: Column): ColumnKind {
  const { kind, chance, isTelling } = detector
  const isNamed = column.names.includes(kind)
  const hits = values.filter((value) => isWhole(detector, value)).length
  const share = values.length === 0 ? 0 : hits / values.length
  const isOther = !isNamed && (column.names.length > 0 || column.isDoubtful)
  const odds = priorOdds[isNamed ? 'named' : isOther ? 'other' : 'open']
  const evidence =
    hits * Math.log((1 - dirt) / chance) + (values.length - hits) * Math.log(dirt / (1 - chance))
  const confidence = sureness(Math.log(odds) + evidence)
  return {
    kind,
    share,
    isNamed,
    confidence: isOther && !isTelling ? Math.min(confidence, notTelling) : confidence,
  }
}

/** Values whose form says little count for nothing under a name that says something else. */
const notTelling = 0.4

function sureness(logOdds: number): number {
  return Math.min(mostSure, 1 / (1 + Math.exp(-logOdds)))
}

/** True where a value is one match from end to end. */
function isWhole({ pattern, match }: Detector, value: string): boolean {
  if (value.length > 128) return false
  pattern.lastIndex = 0
  const hit = pattern.exec(value)
  return hit !== null && hit.index === 0 && match(hit[0])?.length === value.length
}

const byNameOnly = 0.75

function judgeByName(
  kind: DataKind,
  type: ColumnSample['type'],
  values: readonly string[],
): ColumnKind {
  const isLikely = fitsType(kind, type) && (kind !== 'person-name' || areNames(values))
  return { kind, share: 0, isNamed: true, confidence: isLikely ? byNameOnly : unlikely }
}

const unlikely = 0.2

/** A name has letters and few digits; a column of codes under a name such as "trader" is something else. */
function areNames(values: readonly string[]): boolean {
  const lettered = values.filter((value) => /^[\p{L}][^0-9@]{1,80}$/u.test(value))
  return values.length === 0 || lettered.length >= values.length / 2
}

const numberKinds: ReadonlySet<DataKind> = new Set([
  'card',
  'phone',
  'us-ssn',
  'de-tax-id',
  'fr-nir',
  'nl-bsn',
  'se-personal-number',
  'pl-pesel',
  'ch-ahv',
  'br-cpf',
  'in-aadhaar',
  'ca-sin',
  'cusip',
  'sedol',
  'internal-id',
  'secret',
  'address',
])

function fitsType(kind: DataKind, type: ColumnSample['type']): boolean {
  switch (type) {
    case 'text':
      return true
    case 'integer':
      return numberKinds.has(kind) || familyOf(kind) === 'figure'
    case 'number':
      return familyOf(kind) === 'figure'
    case 'time':
      return kind === 'birth-date'
    case 'other':
      return false
    default:
      return unreachable(type)
  }
}

function insideOf({ name, type, values }: ColumnSample): ColumnFindings['inside'] {
  if (type !== 'text' && type !== 'other') return []
  const find = spanFinder({ name })
  const counts = new Map<DataKind, number>()
  for (const value of values) {
    const spans = isJson(value) ? nestedSpans(value, name) : find(value)
    for (const kind of new Set(spans.map((span) => span.kind))) {
      if (onlyInSentences.has(kind) && value.split(' ', sentence).length < sentence) continue
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  return dataKinds.flatMap((kind) => {
    const count = counts.get(kind) ?? 0
    return count > 0 ? [{ kind, share: count / values.length }] : []
  })
}

/** What looks like these says nothing where it stands alone: it may be a company, a product, a town. */
const onlyInSentences: ReadonlySet<DataKind> = new Set(['person-name', 'address'])
const sentence = 5

function nestedSpans(value: string, name: string): readonly Span[] {
  const spans: Span[] = []
  const look = (text: string, key: string) => {
    spans.push(...findSpans(text, { name: key }))
    return text
  }
  changeJson(value, look, name)
  return spans
}
