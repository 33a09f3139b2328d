import { unreachable } from '../kernel/unreachable.ts'
import type { KeyUse } from './keys.ts'
import { kindOf } from './kind.ts'
import { maskFunction } from './mask-function.ts'
import type { Mask } from './policy.ts'
import { hmacSql, type PadPlaces } from './pseudonyms.ts'
import type { SourceColumn } from './source-column.ts'
import { type Parameters, quoteText } from './sql.ts'

/** Says in words why a mask cannot be used on a column of this type, or undefined where it can. */
export function maskProblem(mask: Mask, column: SourceColumn): string | undefined {
  const kind = kindOf(column.type)
  const what = numberMasks[mask.kind]
  if (what !== undefined && kind !== 'integer' && kind !== 'number') {
    return `${what} needs a number column, and this one is ${column.type}`
  }
  if (mask.kind === 'fpe' && kind !== 'text') {
    return `a format is only kept of a text column, and this one is ${column.type}`
  }
  if (mask.kind === 'detect' && kind !== 'text' && column.type !== 'JSON') {
    return `detection needs a column of texts or nested values, and this one is ${column.type}`
  }
  if (mask.kind === 'region' && kind !== 'text') {
    return `a region needs a text column, and this one is ${column.type}`
  }
  if (mask.kind === 'date' && kind !== 'time') {
    return `a date step needs a date or time column, and this one is ${column.type}`
  }
  return undefined
}

const numberMasks: { readonly [kind in Mask['kind']]?: string } = {
  bin: 'a number bin',
  bucket: 'a bucket',
  noise: 'noise',
}

/** A mask that leaves something of the column in the granted file. */
export type VisibleMask = Exclude<Mask, { kind: 'remove' }>

/** A mask that is an expression; it is compiled over the source and not over one column. */
export type ExpressionMask = Extract<Mask, { kind: 'custom' }>

/** A mask that puts a keyed text in the place of each value. */
export type PseudonymMask = Extract<Mask, { kind: 'hash' | 'tokenize' | 'fpe' }>

/** True where a mask's text is worth computing once for each distinct value. */
export function isPseudonym(mask: VisibleMask): mask is PseudonymMask {
  return mask.kind === 'hash' || mask.kind === 'tokenize' || mask.kind === 'fpe'
}

/** What the SQL of a column's mask is bound to: constants, and the pads of the column's keys. */
export interface Bindings {
  readonly parameters: Parameters
  readonly pads: (use: KeyUse) => PadPlaces
  /** The key of format-preserving encryption itself. */
  readonly fpeKey: () => string
  /** The name of the function that masks texts of the column. */
  readonly masker: () => string
}

/** SQL for what the caller sees of a column, which `name` stands for in the statement. */
export function maskSql(
  mask: Exclude<VisibleMask, PseudonymMask | ExpressionMask>,
  { name, type }: SourceColumn,
  { parameters, pads, masker }: Bindings,
): string {
  switch (mask.kind) {
    case 'none':
      return maskedType(mask, type) === type ? name : `CAST(${name} AS ${maskedType(mask, type)})`
    case 'partial':
      return partialSql(`CAST(${name} AS VARCHAR)`)
    case 'bin':
      return binSql(name, mask.size, parameters)
    case 'bucket':
      return bucketSql(name, mask.edges, parameters)
    case 'noise':
      return noiseSql(name, parameters.add(mask.size), pads('noise'))
    case 'date':
      return `CAST(date_trunc(${quoteText(mask.step)}, ${name}) AS ${type})`
    case 'detect':
    case 'region':
      return `${maskFunction}(CAST(${name} AS VARCHAR), ${masker()})`
    case 'redact':
      return `CASE WHEN ${name} IS NOT NULL THEN '[redacted]' END`
    case 'constant':
      return `CAST(${parameters.add(mask.value)} AS ${maskedType(mask, type)})`
    case 'null':
      return `CAST(NULL AS ${maskedType(mask, type)})`
    default:
      return unreachable(mask)
  }
}

/** DuckDB's type for what a mask leaves of a column. */
export function maskedType(mask: Exclude<VisibleMask, ExpressionMask>, type: string): string {
  switch (mask.kind) {
    case 'none':
    case 'null':
    case 'date':
      return type === 'JSON' ? 'VARCHAR' : type
    case 'bin':
    case 'noise':
      return 'DOUBLE'
    case 'constant':
      if (typeof mask.value === 'number') return 'DOUBLE'
      return typeof mask.value === 'boolean' ? 'BOOLEAN' : 'VARCHAR'
    case 'hash':
    case 'tokenize':
    case 'fpe':
    case 'bucket':
    case 'detect':
    case 'region':
    case 'partial':
    case 'redact':
      return 'VARCHAR'
    default:
      return unreachable(mask)
  }
}

function partialSql(text: string): string {
  const email = `concat(left(${text}, 1), '***', substring(${text}, instr(${text}, '@')))`
  const tail = `concat('***', right(${text}, least(4, length(${text}) // 4)))`
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN regexp_full_match(${text}, '[^@\\s]{2,}@[^@\\s]+') THEN ${email} ELSE ${tail} END`
}

function bucketSql(name: string, edges: readonly number[], parameters: Parameters): string {
  const value = `CAST(${name} AS DOUBLE)`
  const label = (text: string) => `CAST(${parameters.add(text)} AS VARCHAR)`
  const cases = edges.map((edge, at) => {
    const before = edges[at - 1]
    const text = before === undefined ? `< ${edge}` : `${before} to < ${edge}`
    return `WHEN ${value} < CAST(${parameters.add(edge)} AS DOUBLE) THEN ${label(text)}`
  })
  const last = label(`>= ${edges.at(-1)}`)
  return `CASE WHEN ${name} IS NULL THEN NULL ${cases.join(' ')} ELSE ${last} END`
}

/** Uniform noise from 52 bits of the value's HMAC. */
function noiseSql(name: string, size: string, pads: PadPlaces): string {
  const digest = hmacSql(`encode(CAST(${name} AS VARCHAR))`, pads)
  const share = `CAST('0x' || left(${digest}, 13) AS BIGINT) / 4503599627370496.0::DOUBLE`
  return `CAST(${name} AS DOUBLE) + CAST(${size} AS DOUBLE) * (2 * (${share}) - 1)`
}

function binSql(name: string, size: number, parameters: Parameters): string {
  const place = `CAST(${parameters.add(size)} AS DOUBLE)`
  return `floor(CAST(${name} AS DOUBLE) / ${place}) * ${place}`
}
