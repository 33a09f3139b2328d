import { CordonError } from '../../kernel/errors.ts'
import type { ArrowModule } from '../arrow-file.ts'
import { lookAt, type SourceFile, type Writing } from '../source-file.ts'
import { readArrow } from './arrow.ts'
import { readExcel, type XmlEngine } from './excel.ts'
import {
  databaseError,
  isDatabaseAddress,
  lookAtDatabase,
  type PostgresMeans,
  readPostgres,
} from './postgres.ts'
import { readSqlite, type SqliteEngine } from './sqlite.ts'
import type { ForeignTable } from './table.ts'

/** Engines of formats that DuckDB alone does not read; each is loaded by the first source that needs it. */
export interface Readers {
  readonly loadArrow?: () => Promise<ArrowModule>
  readonly loadXml?: () => Promise<XmlEngine>
  readonly loadSqlite?: () => Promise<SqliteEngine>
  readonly loadPostgres?: () => Promise<PostgresMeans>
}

/** Looks at a file or a database; see `lookAt` and `lookAtDatabase`. */
export async function lookAtSource(
  path: string,
  writing: Writing | undefined,
  { loadPostgres }: Readers,
): Promise<SourceFile> {
  if (!isDatabaseAddress(path)) return lookAt(path, writing)
  if (loadPostgres) return lookAtDatabase(path, await loadPostgres())
  throw new CordonError('input-unreadable', 'No engine is there to read a database.')
}

/** Opens a table with the engine of its format. Throws `data-invalid` where that cannot read it. */
export async function openForeign(
  file: SourceFile,
  { loadArrow, loadXml, loadSqlite, loadPostgres }: Readers,
): Promise<ForeignTable & { readonly close?: () => void | Promise<void> }> {
  try {
    if (file.format === 'arrow' && loadArrow) return await readArrow(file, await loadArrow())
    if (file.format === 'excel' && loadXml) return await readExcel(file, await loadXml())
    if (file.format === 'postgres' && loadPostgres) {
      return await readPostgres(file, await loadPostgres())
    }
    if (file.format === 'sqlite' && loadSqlite) return readSqlite(file, await loadSqlite())
  } catch (cause) {
    if (cause instanceof CordonError) throw cause
    if (file.format === 'postgres') throw databaseError(file, cause)
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
