import type { DuckDBValue } from '@duckdb/node-api'
import type { GrantedColumn } from '../kernel/grant.ts'
import type { Principal } from '../kernel/principal.ts'
import { compileRows, maskFor, rowsFor } from './access.ts'
import { type CustomMask, customMask } from './custom-mask.ts'
import { fpeFunction } from './fpe-function.ts'
import type { KeyUse } from './keys.ts'
import {
  type Bindings,
  isPseudonym,
  maskedType,
  maskSql,
  type PseudonymMask,
  type VisibleMask,
} from './masks.ts'
import { type DatasetPolicy, maskLabel } from './policy.ts'
import { hashSql, tokenSql } from './pseudonyms.ts'
import { unusedName } from './shape.ts'
import type { OpenedSource } from './source.ts'
import { Parameters, quoteName, quoteText } from './sql.ts'

export interface PlanRequest {
  readonly policy: DatasetPolicy
  readonly principal: Principal
  readonly source: OpenedSource
  /** Columns to grant at most; all visible ones when undefined. */
  readonly neededColumns?: readonly string[] | undefined
  /** The HMAC pads of a column's key as values to bind. */
  readonly padsOf: (
    column: string,
    use: KeyUse,
  ) => { readonly inner: DuckDBValue; readonly outer: DuckDBValue }
  /** The version of the mask key, which tokens name. */
  readonly keyVersion: number
  /** A column's key of format-preserving encryption as a value to bind. */
  readonly fpeKeyOf: (column: string) => DuckDBValue
  /** The names of the functions that mask texts, by column. */
  readonly maskers: ReadonlyMap<string, string>
  /** Pseudonyms are made row by row, which takes long and next to no memory. */
  readonly isFrugal: boolean
}

/** One query that gives a caller exactly what the policy lets it see. */
export interface Plan {
  readonly sql: string
  /** Pseudonyms are joined, for which the granted rows are held in memory; else they are made row by row. */
  readonly isJoined: boolean
  readonly values: DuckDBValue[]
  readonly columns: readonly GrantedColumn[]
  /** DuckDB's type of each of the columns. */
  readonly types: readonly string[]
  readonly removedColumns: readonly string[]
  /** Columns that the caller may see and the run does not need. */
  readonly unneededColumns: readonly string[]
  /** The conditions that apply, as written. */
  readonly rowFilter: string
  /** Why conditions that apply grant nothing. */
  readonly denials: readonly string[]
}

interface Shown {
  readonly name: string
  readonly type: string
  readonly mask: VisibleMask
}

/** From here on a pseudonym is computed once for each distinct value and joined back, which pays off in large files only. */
const distinctFromRows = 20_000

/** Compiles a policy for one caller into one statement over the source. */
export function planGrant(request: PlanRequest): Plan {
  const { policy, principal, source } = request
  const texts = rowsFor(policy, principal)
  const parameters = new Parameters()
  const rows = compileRows(texts, { columns: source.columns, principal, parameters })
  const { shown, ...left } = columnsOf(request)
  const made = shown.map((column) => withExpression(column, request, parameters))
  const isLarge = source.rowCount >= distinctFromRows && shown.some(({ mask }) => isPseudonym(mask))
  const isJoined = isLarge && !request.isFrugal
  const sql = (isJoined ? joined : direct)({ request, shown: made, parameters, filter: rows.sql })
  return {
    sql,
    isJoined,
    values: parameters.values,
    columns: shown.map(({ name, mask }) => ({
      name,
      classification: policy.columns.get(name)?.classification ?? policy.classification,
      mask: maskLabel(mask),
    })),
    types: made.map(({ mask, type, custom }) =>
      mask.kind === 'custom' ? (custom?.type ?? 'VARCHAR') : maskedType(mask, type),
    ),
    ...left,
    rowFilter:
      texts.length > 1 ? texts.map((text) => `(${text})`).join(' || ') : (texts[0] ?? 'none'),
    denials: rows.denials,
  }
}

/** What of a source's columns is granted, and what is not. */
export function columnsOf({
  policy,
  principal,
  source,
  neededColumns,
}: Pick<PlanRequest, 'policy' | 'principal' | 'neededColumns'> & {
  readonly source: Pick<OpenedSource, 'columns'>
}): {
  shown: Shown[]
  removedColumns: string[]
  unneededColumns: string[]
} {
  const visible: Shown[] = []
  const removedColumns: string[] = []
  for (const { name, type } of source.columns) {
    const mask = maskFor(policy, name, principal)
    if (mask.kind === 'remove') removedColumns.push(name)
    else visible.push({ name, type, mask })
  }
  const needed = visible.filter(({ name }) => neededColumns?.includes(name) ?? true)
  // A table without columns has no rows either, and code may only want to count them.
  const shown = needed.length > 0 ? needed : visible.slice(0, 1)
  const unneededColumns = visible.filter((one) => !shown.includes(one)).map(({ name }) => name)
  return { shown, removedColumns, unneededColumns }
}

/** A column with its expression as SQL, where its mask is one. */
type Made = Shown & { readonly custom?: CustomMask }

function withExpression(
  column: Shown,
  { principal, source }: PlanRequest,
  parameters: Parameters,
): Made {
  const { name, mask } = column
  if (mask.kind !== 'custom') return column
  const bound = { columns: source.columns, principal, parameters }
  return { ...column, custom: customMask({ column: name, expression: mask.expression }, bound) }
}

interface Statement {
  readonly request: PlanRequest
  readonly shown: readonly Made[]
  readonly parameters: Parameters
  readonly filter: string
}

function direct({ request, shown, parameters, filter }: Statement): string {
  const fields = shown.map((column) => {
    const name = quoteName(column.name)
    const { mask } = column
    if (mask.kind === 'custom') return fieldOf(column)
    const bindings = bindingsOf(column.name, request, parameters)
    const sql = isPseudonym(mask)
      ? pseudonymSql(
          mask,
          {
            text: `CAST(${name} AS VARCHAR)`,
            column: column.name,
            version: request.keyVersion,
          },
          bindings,
        )
      : maskSql(mask, { name, type: column.type }, bindings)
    return `${sql} AS ${name}`
  })
  return `SELECT ${fields.join(', ')} FROM ${request.source.relation} WHERE ${filter}`
}

/**
 * As `direct`, but every pseudonym is computed once for each distinct value and joined. A join does not keep the order, so the
 * rows are sorted by their position; a source that does not tell it is read once and numbered.
 */
function joined({ request, shown, parameters, filter }: Statement): string {
  const { source } = request
  const { tables, position } = keptRows(source, shown, filter)
  const joins: string[] = []
  const fields = shown.map((column, index) => {
    const name = quoteName(column.name)
    const { mask } = column
    if (mask.kind === 'custom') return `kept.${name} AS ${name}`
    const bindings = bindingsOf(column.name, request, parameters)
    if (!isPseudonym(mask)) {
      return `${maskSql(mask, { name: `kept.${name}`, type: column.type }, bindings)} AS ${name}`
    }
    const seen = `seen${index}`
    const made = { text: 'clear', column: column.name, version: request.keyVersion }
    const pseudonym = pseudonymSql(mask, made, bindings)
    const text = `CAST(${name} AS VARCHAR)`
    const distinct = `SELECT DISTINCT ${text} AS clear FROM kept WHERE ${name} IS NOT NULL`
    tables.push(`${seen} AS (SELECT clear, ${pseudonym} AS pseudonym FROM (${distinct}))`)
    joins.push(`LEFT JOIN ${seen} ON CAST(kept.${name} AS VARCHAR) = ${seen}.clear`)
    return `${seen}.pseudonym AS ${name}`
  })
  const from = `FROM kept ${joins.join(' ')} ORDER BY kept.${position}`
  return `WITH ${tables.join(', ')} SELECT ${fields.join(', ')} ${from}`
}

/** A column as it stands in the source, or what its expression makes of the row. */
function fieldOf({ name, custom }: Made): string {
  return custom ? `${custom.sql} AS ${quoteName(name)}` : quoteName(name)
}

/** The rows that are granted as a table `kept` with a column for their position; expressions are part of it. */
function keptRows(
  { columns, relation, numbered }: OpenedSource,
  shown: readonly Made[],
  filter: string,
): { readonly tables: string[]; readonly position: string } {
  const names = shown.map(fieldOf).join(', ')
  if (numbered) {
    const { position } = numbered
    const rows = `SELECT ${names}, ${position} FROM ${numbered.relation} WHERE ${filter}`
    return { tables: [`kept AS NOT MATERIALIZED (${rows})`], position }
  }
  const position = quoteName(unusedName('position', columns))
  const rows = `SELECT ${names}, row_number() OVER () AS ${position} FROM ${relation} WHERE ${filter}`
  return { tables: [`kept AS MATERIALIZED (${rows})`], position }
}

function pseudonymSql(
  mask: PseudonymMask,
  made: { readonly text: string; readonly column: string; readonly version: number },
  { pads, fpeKey }: Bindings,
): string {
  const { text, column } = made
  if (mask.kind === 'fpe') return `${fpeFunction}(${text}, ${fpeKey()})`
  if (mask.kind === 'hash') return hashSql(text, column, pads('mask'))
  return tokenSql(text, made, { id: pads('token-id'), text: pads('token-text') })
}

function bindingsOf(
  column: string,
  { padsOf, fpeKeyOf, maskers }: PlanRequest,
  parameters: Parameters,
): Bindings {
  return {
    parameters,
    masker: () => `CAST(${parameters.add(maskers.get(column) ?? null)} AS VARCHAR)`,
    fpeKey: () => `CAST(${parameters.add(fpeKeyOf(column))} AS BLOB)`,
    pads: (use) => {
      const { inner, outer } = padsOf(column, use)
      return {
        inner: `CAST(${parameters.add(inner)} AS BLOB)`,
        outer: `CAST(${parameters.add(outer)} AS BLOB)`,
      }
    },
  }
}

/** SQL that writes a plan's rows to a Parquet file; DuckDB answers with their number. */
export function copyToParquet(sql: string, path: string): string {
  return `COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION uncompressed, USE_TMP_FILE false)`
}
