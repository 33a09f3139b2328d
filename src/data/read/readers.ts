import { CordonError } from '../../kernel/errors.ts'
import type { ArrowModule } from '../arrow-file.ts'
import type { SourceFile } from '../source-file.ts'
import { readArrow } from './arrow.ts'
import { readExcel, type XmlEngine } from './excel.ts'
import { readSqlite, type SqliteEngine } from './sqlite.ts'
import type { ForeignTable } from './table.ts'

/** Engines of formats that DuckDB alone does not read; each is loaded by the first source that needs it. */
export interface Readers {
  readonly loadArrow?: () => Promise<ArrowModule>
  readonly loadXml?: () => Promise<XmlEngine>
  readonly loadSqlite?: () => Promise<SqliteEngine>
}

/** Opens a table with the engine of its format. Throws `data-invalid` where that cannot read it. */
export async function openForeign(
  file: SourceFile,
  { loadArrow, loadXml, loadSqlite }: Readers,
): Promise<ForeignTable & { readonly close?: () => void }> {
  try {
    if (file.format === 'arrow' && loadArrow) return await readArrow(file, await loadArrow())
    if (file.format === 'excel' && loadXml) return await readExcel(file, await loadXml())
    if (file.format === 'sqlite' && loadSqlite) return readSqlite(file, await loadSqlite())
  } catch (cause) {
    if (cause instanceof CordonError) throw cause
    const what = { arrow: 'Arrow', excel: 'Excel', sqlite: 'SQLite' }[String(file.format)] ?? 'data'
    throw new CordonError(
      'data-invalid',
      `${JSON.stringify(file.shownPath)} is not a readable ${what} file.`,
    )
  }
  throw new CordonError(
    'input-unreadable',
    `No engine is there to read ${JSON.stringify(file.shownPath)}.`,
  )
}
