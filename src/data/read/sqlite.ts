import { CordonError } from '../../kernel/errors.ts'
import type { SourceFile } from '../source-file.ts'
import { quoteName } from '../sql.ts'
import { chooseTable } from './choose-table.ts'
import { batchRows, type CellText, checkNames, type ForeignTable } from './table.ts'

/** The `libsql` package's class. */
export type SqliteEngine = typeof import('libsql')

/** Opens one table of a SQLite file, which nothing is written to; close it when read. */
export function readSqlite(
  file: SourceFile,
  Database: SqliteEngine,
): ForeignTable & { readonly close: () => void } {
  const database = new Database(file.path, { readonly: true, fileMustExist: true })
  try {
    const all = (sql: string): Record<string, unknown>[] => {
      const statement = database.prepare(sql)
      statement.safeIntegers(true)
      return statement.all() as Record<string, unknown>[]
    }
    const tables = all(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    ).map(({ name }) => String(name))
    const table = quoteName(chooseTable(tables, file))
    const declared = all(`PRAGMA table_info(${table})`)
    const names = declared.map(({ name }) => String(name))
    if (names.length === 0)
      throw new CordonError('data-invalid', `${JSON.stringify(file.shownPath)} has no columns.`)
    const columns = checkNames(names, file.shownPath).map((name, index) => ({
      name,
      type: typeOf(String(declared[index]?.['type'] ?? ''), () =>
        all(`SELECT DISTINCT typeof(${quoteName(names[index] ?? '')}) AS kind FROM ${table}`).map(
          ({ kind }) => String(kind),
        ),
      ),
    }))
    const statement = database.prepare(`SELECT ${names.map(quoteName).join(', ')} FROM ${table}`)
    statement.safeIntegers(true)
    statement.raw(true)
    return { columns, batches: batchesOf(statement.iterate()), close: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite types values, not columns: a declared type counts only where all values are of it. */
function typeOf(declared: string, kindsOf: () => string[]): string {
  const kinds = kindsOf().filter((kind) => kind !== 'null')
  const isAll = (...some: string[]) => kinds.every((kind) => some.includes(kind))
  if (/^BOOL/i.test(declared) && isAll('integer')) return 'BOOLEAN'
  if (/^DATE$/i.test(declared) && isAll('text')) return 'DATE'
  if (/^(?:DATETIME|TIMESTAMP)/i.test(declared) && isAll('text')) return 'TIMESTAMP'
  if (kinds.length === 0) return 'VARCHAR'
  if (isAll('integer')) return 'BIGINT'
  return isAll('integer', 'real') ? 'DOUBLE' : 'VARCHAR'
}

function* batchesOf(rows: Iterable<unknown>): Generator<CellText[][]> {
  let batch: CellText[][] = []
  for (const row of rows) {
    batch.push(Array.isArray(row) ? row.map(textOf) : [])
    if (batch.length < batchRows) continue
    yield batch
    batch = []
  }
  yield batch
}

function textOf(value: unknown): CellText {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return String(value)
}
