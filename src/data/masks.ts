import { unreachable } from '../kernel/unreachable.ts'
import { kindOf } from './kind.ts'
import type { Mask } from './policy.ts'
import { type Parameters, quoteText } from './sql.ts'

/** A source column as DuckDB types it. */
export interface SourceColumn {
  readonly name: string
  readonly type: string
}

/** Says in words why a mask cannot be used on a column of this type, or undefined where it can. */
export function maskProblem(mask: Mask, column: SourceColumn): string | undefined {
  const kind = kindOf(column.type)
  if (mask.kind === 'bin' && kind !== 'integer' && kind !== 'number') {
    return `a number bin needs a number column, and this one is ${column.type}`
  }
  if (mask.kind === 'date' && kind !== 'time') {
    return `a date step needs a date or time column, and this one is ${column.type}`
  }
  return undefined
}

/** A mask that leaves something of the column in the granted file. */
export type VisibleMask = Exclude<Mask, { kind: 'remove' }>

/** SQL for what the caller sees of a column, which `name` stands for in the statement; `hash` is `hashSql`'s work. */
export function maskSql(
  mask: Exclude<VisibleMask, { kind: 'hash' }>,
  { name, type }: SourceColumn,
  parameters: Parameters,
): string {
  switch (mask.kind) {
    case 'none':
      return name
    case 'partial':
      return partialSql(`CAST(${name} AS VARCHAR)`)
    case 'bin':
      return binSql(name, mask.size, parameters)
    case 'date':
      return `CAST(date_trunc(${quoteText(mask.step)}, ${name}) AS ${type})`
    case 'redact':
      return `CASE WHEN ${name} IS NOT NULL THEN '[redacted]' END`
    case 'constant':
      return `CAST(${parameters.add(mask.value)} AS ${maskedType(mask, type)})`
    case 'null':
      return `CAST(NULL AS ${type})`
    default:
      return unreachable(mask)
  }
}

/** DuckDB's type for what a mask leaves of a column. */
export function maskedType(mask: VisibleMask, type: string): string {
  switch (mask.kind) {
    case 'none':
    case 'null':
    case 'date':
      return type
    case 'bin':
      return 'DOUBLE'
    case 'constant':
      if (typeof mask.value === 'number') return 'DOUBLE'
      return typeof mask.value === 'boolean' ? 'BOOLEAN' : 'VARCHAR'
    case 'hash':
    case 'partial':
    case 'redact':
      return 'VARCHAR'
    default:
      return unreachable(mask)
  }
}

/**
 * SQL for a keyed pseudonym of a text, HMAC-SHA-256 (RFC 2104) cut to 128 bits, as `<column>:<32 hexadecimal digits>`, so that
 * it cannot pass for a real value. NULL stays NULL. `pads` are the place holders of the key's bytes, which never are SQL text.
 */
export function hashSql(
  text: string,
  column: string,
  pads: { readonly inner: string; readonly outer: string },
): string {
  const digest = `unhex(sha256(${pads.inner} || encode(${text})))`
  const letters = column.toLowerCase().replace(/[^a-z0-9_]/g, '')
  const prefix = quoteText(`${letters.slice(0, 16) || 'value'}:`)
  return `${prefix} || left(sha256(${pads.outer} || ${digest}), 32)`
}

function partialSql(text: string): string {
  const email = `concat(left(${text}, 1), '***', substring(${text}, instr(${text}, '@')))`
  const tail = `concat('***', right(${text}, least(4, length(${text}) // 4)))`
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN regexp_full_match(${text}, '[^@\\s]{2,}@[^@\\s]+') THEN ${email} ELSE ${tail} END`
}

function binSql(name: string, size: number, parameters: Parameters): string {
  const place = `CAST(${parameters.add(size)} AS DOUBLE)`
  return `floor(CAST(${name} AS DOUBLE) / ${place}) * ${place}`
}
