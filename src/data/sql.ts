import type { DuckDBValue } from '@duckdb/node-api'

/** The one way a name gets into SQL text: double-quoted, inner quotes doubled. */
export function quoteName(name: string): string {
  return `"${withoutNul(name).replaceAll('"', '""')}"`
}

/** The one way a text gets into SQL as a literal where no parameter is allowed, such as a path: single-quoted, inner quotes doubled. */
export function quoteText(text: string): string {
  return `'${withoutNul(text).replaceAll("'", "''")}'`
}

/** A path to read from as a literal; DuckDB takes it as a pattern, in which a bracketed character stands for itself. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, '[$&]'))
}

/** Collects the values of a statement; each is bound under its number and never becomes SQL text. */
export class Parameters {
  readonly values: DuckDBValue[] = []

  /** Takes a value and gives the place holder that stands for it. */
  add(value: DuckDBValue): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

function withoutNul(text: string): string {
  if (text.includes('\0')) throw new RangeError('a NUL character cannot be part of SQL text')
  return text
}
