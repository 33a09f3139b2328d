import type { DuckDBConnection } from '@duckdb/node-api'
import { CordonError } from '../kernel/errors.ts'
import type { OpenedSource } from './source.ts'
import { quoteName } from './sql.ts'

/** A stretch of text that is a value of some column. */
export interface KnownSpan {
  readonly column: string
  readonly start: number
  readonly end: number
  /** The value as the column has it, or the text where it is only a part of one. */
  readonly value: string
}

const mostValues = 1_000_000
const mostWords = 5
const leastCharacters = 3
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}'’.@+_-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu

/** The values of some columns by which they are known again in texts: as a whole, and names by each of their words. */
export class KnownValues {
  private readonly whole = new Map<string, { readonly column: string; readonly value: string }>()
  private readonly parts = new Map<string, string>()

  /** Reads a source's columns. Throws `policy-mismatch` where they hold more values than can be kept. */
  static async read(
    source: Pick<OpenedSource, 'relation'>,
    columns: readonly string[],
    connection: DuckDBConnection,
  ): Promise<KnownValues> {
    const known = new KnownValues()
    for (const column of columns) {
      const text = `CAST(${quoteName(column)} AS VARCHAR)`
      const result = await connection.run(
        `SELECT DISTINCT ${text} AS v FROM ${source.relation} WHERE length(${text}) BETWEEN ${leastCharacters} AND 200 ORDER BY v LIMIT ${mostValues + 1}`,
      )
      for (const [value] of await result.getRowsJS()) known.add(column, String(value))
    }
    if (known.whole.size <= mostValues) return known
    throw new CordonError(
      'policy-mismatch',
      `The columns ${columns.join(', ')} hold more than ${mostValues} values to be known in texts.`,
      { help: 'Name fewer columns under "known" of the detect mask.' },
    )
  }

  add(column: string, value: string): void {
    const words = wordsIn(value).map(({ word }) => word)
    const key = words.join(' ')
    if (words.length === 0 || words.length > mostWords || this.whole.has(key)) return
    this.whole.set(key, { column, value })
    if (words.length === 1 || /[0-9@]/.test(value)) return
    for (const word of words) if (word.length >= leastCharacters) this.parts.set(word, column)
  }

  /** Values in a text, letter case and spaces aside, in order and apart; a single word of a name only where it is capitalised. */
  find(text: string): KnownSpan[] {
    const words = wordsIn(text)
    const spans: KnownSpan[] = []
    for (let at = 0; at < words.length; ) {
      const span = this.longestAt(text, words, at) ?? this.partAt(text, words[at])
      if (span) spans.push(span.span)
      at += span?.count ?? 1
    }
    return spans
  }

  private longestAt(text: string, words: readonly Word[], at: number): Found | undefined {
    const first = words[at]
    if (!first) return undefined
    for (let count = Math.min(mostWords, words.length - at); count > 0; count--) {
      const some = words.slice(at, at + count)
      const last = some.at(-1)
      const found = this.whole.get(some.map(({ word }) => word).join(' '))
      if (!found || !last || /[.;!?\n]/.test(gaps(text, some))) continue
      return { span: { ...found, start: first.start, end: last.end }, count }
    }
    return undefined
  }

  private partAt(text: string, word: Word | undefined): Found | undefined {
    const column = word && this.parts.get(word.word)
    if (!word || column === undefined || !/^\p{Lu}/u.test(text.slice(word.start))) return undefined
    const { start, end } = word
    return { span: { column, start, end, value: text.slice(start, end) }, count: 1 }
  }
}

interface Found {
  readonly span: KnownSpan
  readonly count: number
}

interface Word {
  /** In lower case. */
  readonly word: string
  readonly start: number
  readonly end: number
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }))
}

/** What stands between words. */
function gaps(text: string, words: readonly Word[]): string {
  return words.map(({ end }, at) => text.slice(end, words[at + 1]?.start ?? end)).join('')
}
