import type { DuckDBConnection } from '@duckdb/node-api'
import { kindOf } from './kind.ts'
import type { Plan } from './plan.ts'
import { quoteName } from './sql.ts'

/** A column of an answer as texts; `isLabel` where its values name things, as texts do and amounts do not. */
export interface AnswerColumn {
  readonly name: string
  readonly isLabel: boolean
  readonly values: readonly (string | null)[]
}

interface Linked {
  readonly grantColumn: string
  readonly values: readonly (string | null)[]
}

/**
 * True where a row of an answer speaks of fewer than `least` granted rows, as far as its labels tell: an answer's column is
 * linked to the granted column of its name, else to the text column that holds most of its values; a label that is in none
 * (such as a total) is linked to nothing. A number speaks of the rows that hold it, unless it may be a count of rows.
 */
export async function hasSmallGroup(
  columns: readonly AnswerColumn[],
  least: number,
  at: { readonly plan: Plan; readonly connection: DuckDBConnection },
): Promise<boolean> {
  if (await hasSingleNumber(columns, least, at)) return true
  const linked: Linked[] = []
  for (const column of columns) {
    const link = await linkOf(column, at)
    if (link) linked.push(link)
  }
  if (linked.length === 0) return false
  const rows = columns[0]?.values.map((_, row) => linked.map(({ values }) => values[row] ?? null))
  // Equality alone lets the engine hash; a cell without a label matches every row.
  const matches = linked.map(({ grantColumn, values }, index) => {
    const isSame = `${textOf(grantColumn)} = r[${index + 1}]`
    return values.includes(null) ? `(r[${index + 1}] IS NULL OR ${isSame})` : isSame
  })
  const hasLabel = linked.map((_, index) => `r[${index + 1}] IS NOT NULL`).join(' OR ')
  const small = await read(
    `answered AS (SELECT DISTINCT unnest(from_json(${place(at.plan)}, '[["VARCHAR"]]')) AS r)
      SELECT 1 FROM answered JOIN granted ON ${matches.join(' AND ')} WHERE ${hasLabel}
      GROUP BY r HAVING count(*) < ${Math.ceil(least)} LIMIT 1`,
    JSON.stringify(rows),
    at,
  )
  return small.length > 0
}

const numberPattern = /(?<![\d.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** True where a number anywhere in an answer is the value of a granted column in some rows, and in fewer than `least`. */
async function hasSingleNumber(
  columns: readonly AnswerColumn[],
  least: number,
  at: { readonly plan: Plan; readonly connection: DuckDBConnection },
): Promise<boolean> {
  const texts = columns.flatMap(({ values }) => values.flatMap((value) => value ?? []))
  const numbers = new Set(
    texts
      .flatMap((text) => text.match(numberPattern) ?? [])
      .map(Number)
      .filter(Number.isFinite),
  )
  const { plan } = at
  const numeric = plan.columns.filter((_, index) =>
    ['integer', 'number'].includes(kindOf(plan.types[index] ?? '')),
  )
  if (numbers.size === 0 || numeric.length === 0) return false
  const counts = numeric.map(
    ({ name }) =>
      `SELECT CAST(${quoteName(name)} AS DOUBLE) AS v, count(*) AS rows FROM granted GROUP BY v`,
  )
  const single = await read(
    `answered AS (SELECT unnest(from_json(${place(plan)}, '["DOUBLE"]')) AS v),
      held AS (${counts.join(' UNION ALL ')})
      SELECT 1 FROM answered JOIN held USING (v) WHERE rows < ${Math.ceil(least)}
      AND NOT (v = floor(v) AND v BETWEEN 0 AND (SELECT count(*) FROM granted)) LIMIT 1`,
    JSON.stringify([...numbers]),
    at,
  )
  return single.length > 0
}

async function linkOf(
  { name, isLabel, values }: AnswerColumn,
  at: { readonly plan: Plan; readonly connection: DuckDBConnection },
): Promise<Linked | undefined> {
  const { columns, types } = at.plan
  const same = columns.find((column) => column.name === name)?.name
  const texts = columns.filter((_, index) => kindOf(types[index] ?? '') === 'text')
  const candidates =
    same === undefined ? (isLabel ? texts.map((column) => column.name) : []) : [same]
  const distinct = JSON.stringify([...new Set(values.filter((value) => value !== null))])
  let best: { readonly grantColumn: string; readonly known: Set<string> } | undefined
  for (const grantColumn of candidates) {
    const rows = await read(
      `words AS (SELECT unnest(from_json(${place(at.plan)}, '["VARCHAR"]')) AS word)
        SELECT word FROM words WHERE word IN (SELECT ${textOf(grantColumn)} FROM granted)`,
      distinct,
      at,
    )
    const known = new Set(rows.map(([word]) => String(word)))
    if (known.size > (best?.known.size ?? 0)) best = { grantColumn, known }
  }
  if (!best) return undefined
  const { grantColumn, known } = best
  // Amounts are a grouping only where every one of them is in the data.
  if (!isLabel && values.some((value) => value !== null && !known.has(value))) return undefined
  return { grantColumn, values: values.map((value) => (value && known.has(value) ? value : null)) }
}

function textOf(column: string): string {
  return `CAST(granted.${quoteName(column)} AS VARCHAR)`
}

function place({ values }: Plan): string {
  return `$${values.length + 1}`
}

async function read(
  sql: string,
  value: string,
  { plan, connection }: { readonly plan: Plan; readonly connection: DuckDBConnection },
) {
  const result = await connection.run(`WITH granted AS (${plan.sql}), ${sql}`, [
    ...plan.values,
    value,
  ])
  return result.getRowsJS()
}
