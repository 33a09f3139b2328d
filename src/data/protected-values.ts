import type { DuckDBConnection } from '@duckdb/node-api'
import type { Principal } from '../kernel/principal.ts'
import { maskFor } from './access.ts'
import type { ColumnValues } from './column-values.ts'
import { kindOf } from './kind.ts'
import type { DatasetPolicy, Mask } from './policy.ts'
import type { SourceColumn } from './source-column.ts'
import { quoteName } from './sql.ts'

/** What of a source may be in no text that goes out to a caller. */
export interface Protection {
  /** Columns that the policy lists as confidential or above and that the caller does not see as they are. */
  readonly columns: readonly string[]
  /** Columns that the caller does see; a value that is in one of them is no secret. */
  readonly clear: readonly string[]
}

/** Masks that put another value in the place of each; those that only make a number or a date coarser are not here. */
const hiding = new Set<Mask['kind']>([
  ...([
    'hash',
    'tokenize',
    'fpe',
    'partial',
    'custom',
    'redact',
    'constant',
    'null',
    'remove',
  ] as const),
])

/** Shorter values are words that anybody may write. */
const leastCharacters = 5
const leastDigits = 8
const mostCharacters = 200
const mostWords = 5
/** Of more texts, as a large table has, each is only looked at as a whole. */
const mostTextsInParts = 50_000
/** As many as one statement is given. */
const chunkSize = 200_000

/** Which columns of a source are to be kept out of outgoing text for a caller. */
export function protectionFor(
  policy: DatasetPolicy,
  principal: Principal,
  columns: readonly SourceColumn[],
): Protection {
  const matched = columns.filter(({ type }) => ['text', 'integer'].includes(kindOf(type)))
  const isHidden = (name: string) => {
    const classification = policy.columns.get(name)?.classification
    const isSecret = classification === 'CONFIDENTIAL' || classification === 'RESTRICTED'
    return isSecret && hiding.has(maskFor(policy, name, principal).kind)
  }
  const isClear = (name: string) => maskFor(policy, name, principal).kind === 'none'
  return {
    columns: matched.map(({ name }) => name).filter(isHidden),
    clear: matched.map(({ name }) => name).filter(isClear),
  }
}

/** The parts of texts that could be a value: each text, and up to five words in a row without the signs around them. */
export function candidatesIn(texts: readonly string[]): Set<string> {
  const found = new Set<string>()
  const isLarge = texts.length > mostTextsInParts
  const add = (text: string) => {
    if (text.length >= leastCharacters && text.length <= mostCharacters) found.add(text)
  }
  for (const text of texts) {
    add(text.trim())
    if (isLarge) continue
    for (const separators of [/[\s,;:|"'()[\]{}<>=]+/, /\s+/]) {
      for (const run of runsOf(text.split(separators).filter((word) => word !== ''))) {
        add(run.replace(/^[^\p{L}\p{N}+]+|[^\p{L}\p{N}]+$/gu, ''))
      }
    }
  }
  return found
}

function* runsOf(words: readonly string[]): Generator<string> {
  for (const at of words.keys()) {
    for (let count = 1; count <= mostWords && at + count <= words.length; count++) {
      yield words.slice(at, at + count).join(' ')
    }
  }
}

/** Of some candidates those that are values of protected columns, letter case aside. */
export async function findProtected(
  candidates: ReadonlySet<string>,
  protection: Protection,
  at: Searched & { readonly values: ColumnValues },
): Promise<readonly string[]> {
  if (at.values.areKept) return findAmongKept(candidates, protection, at)
  const all = [...candidates]
  const found: string[] = []
  for (let start = 0; start < all.length; start += chunkSize) {
    const chunk = new Set(all.slice(start, start + chunkSize))
    found.push(...(await findInChunk(chunk, protection, at)))
  }
  return found
}

interface Searched {
  readonly relation: string
  readonly connection: DuckDBConnection
}

async function findAmongKept(
  candidates: ReadonlySet<string>,
  { columns, clear }: Protection,
  { values, connection }: { readonly values: ColumnValues; readonly connection: DuckDBConnection },
): Promise<readonly string[]> {
  const isAmong = (word: string, sets: readonly ReadonlySet<string>[]) =>
    sets.some((set) => set.has(word.toLowerCase()))
  const secrets = await values.of(columns, connection)
  const found = [...candidates].filter((word) => !isWeak(word) && isAmong(word, secrets))
  if (found.length === 0) return found
  const open = await values.of(clear, connection)
  return found.filter((word) => !isAmong(word, open))
}

function isWeak(word: string): boolean {
  return word.length < leastDigits && /^[0-9]+$/.test(word)
}

async function findInChunk(
  candidates: ReadonlySet<string>,
  { columns, clear }: Protection,
  at: Searched,
): Promise<readonly string[]> {
  if (columns.length === 0 || candidates.size === 0) return []
  const { relation, connection } = at
  const valuesOf = (names: readonly string[]) =>
    names
      .map((name) => `SELECT lower(CAST(${quoteName(name)} AS VARCHAR)) AS v FROM ${relation}`)
      .join(' UNION ALL ')
  const isThere = (names: readonly string[]) => `lower(word) IN (${valuesOf(names)})`
  const result = await connection.run(
    `WITH words AS (SELECT unnest(from_json($1, '["VARCHAR"]')) AS word)
      SELECT word FROM words WHERE ${isThere(columns)}`,
    [JSON.stringify([...candidates].filter((word) => !isWeak(word)))],
  )
  const found = (await result.getRowsJS()).map(([word]) => String(word))
  if (found.length === 0 || clear.length === 0) return found
  const open = await connection.run(
    `WITH words AS (SELECT unnest(from_json($1, '["VARCHAR"]')) AS word)
      SELECT word FROM words WHERE ${isThere(clear)}`,
    [JSON.stringify(found)],
  )
  const harmless = new Set((await open.getRowsJS()).map(([word]) => String(word)))
  return found.filter((word) => !harmless.has(word))
}
