import type { DuckDBConnection } from '@duckdb/node-api'
import { CordonError } from '../kernel/errors.ts'
import { type CsvHeader, readCsvHeader } from './csv-header.ts'
import { columnTypes, countRows, describeRelation, type Shape } from './shape.ts'
import type { SourceColumn } from './source-column.ts'
import type { SourceFile } from './source-file.ts'
import { quoteText } from './sql.ts'
import { encodingOf, type TextEncoding } from './text-encoding.ts'

/**
 * Reads CSV or TSV, one file or several with one header: text first, then the types that fit every value looked at. `paths` is
 * SQL for what the engine reads in the place of the files, of which UTF-16 ones are copies.
 */
export async function readCsv(
  file: SourceFile,
  paths: string,
  connection: DuckDBConnection,
): Promise<Shape> {
  const { names, delimiter, ...header } = await headerOf(file)
  const encoding = header.encoding === 'latin-1' ? 'latin-1' : 'utf-8'
  const dialect = `header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"', comment = '', encoding = '${encoding}', hive_partitioning = false`
  const withTypes = (columns: readonly SourceColumn[], decimal: string) =>
    `read_csv(${paths}, ${dialect}, decimal_separator = '${decimal}', auto_detect = false, columns = ${columnTypes(columns)})`
  const texts = names.map((name) => ({ name, type: 'VARCHAR' }))
  const rowCount = await countRows(withTypes(texts, '.'), connection)
  if (rowCount === 0) return { columns: texts, rowCount, relation: withTypes(texts, '.') }
  const guess = async (decimal: string) => {
    const sniffed = `read_csv(${paths}, ${dialect}, decimal_separator = '${decimal}', sample_size = 200000)`
    const types = await describeRelation(sniffed, connection)
    return names.map((name, index) => ({ name, type: types[index]?.type ?? 'VARCHAR' }))
  }
  const { decimal, columns } = await withDecimal(file, delimiter, guess)
  return { columns, rowCount, relation: withTypes(columns, decimal) }
}

type Guess = (decimal: string) => Promise<readonly SourceColumn[]>

/** A comma is taken for a decimal point only where fields are parted otherwise, and where that makes numbers and unmakes none. */
async function withDecimal({ writing }: SourceFile, delimiter: string, guess: Guess) {
  const decimal = writing.decimal ?? '.'
  const columns = await guess(decimal)
  if (writing.decimal !== undefined || delimiter !== ';') return { decimal, columns }
  const other = await guess(',')
  const changed = columns.flatMap(({ type }, index) => {
    const otherType = other[index]?.type
    return otherType === type ? [] : [`${type} to ${otherType}`]
  })
  const isBetter = changed.length > 0 && changed.every((one) => one === 'VARCHAR to DOUBLE')
  return isBetter ? { decimal: ',', columns: other } : { decimal, columns }
}

async function headerOf(
  file: SourceFile,
): Promise<CsvHeader & { readonly encoding: TextEncoding }> {
  const [first, ...others] = await Promise.all(
    (file.files ?? [file]).map(async (one) => {
      const encoding = await encodingOf(one)
      return { ...(await readCsvHeader(one.path, one.shownPath, encoding)), encoding }
    }),
  )
  if (!first) throw new CordonError('data-invalid', `${JSON.stringify(file.shownPath)} is empty.`)
  const differs = others.findIndex((one) => JSON.stringify(one) !== JSON.stringify(first))
  if (differs < 0) return first
  const shown = JSON.stringify(file.files?.[differs + 1]?.shownPath)
  throw new CordonError(
    'data-invalid',
    `${shown}, line 1: the header or encoding is not that of the files before it.`,
  )
}
