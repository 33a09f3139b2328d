import { readFile } from 'node:fs/promises'
import type { SaxesParser, SaxesTagPlain } from 'saxes'
import { CordonError } from '../../kernel/errors.ts'
import type { SourceFile } from '../source-file.ts'
import { chooseTable } from './choose-table.ts'
import { batchRows, type CellText, checkNames, type ForeignTable, TypeGuess } from './table.ts'
import { openZip, type Zip } from './zip.ts'

/** The `saxes` package's module: XML without entities of its own making, so without their expansion (CWE-776). */
export type XmlEngine = Pick<typeof import('saxes'), 'SaxesParser'>

const limits = { entries: 10_000, bytes: 512 * 1024 * 1024, ratio: 300 }
const fileBytes = 256 * 1024 * 1024
const mostColumns = 16_384

type Value = string | number | boolean | Moment
interface Moment {
  readonly iso: string
}
type Row = (Value | undefined)[]

/**
 * Reads one sheet of an .xlsx file (ECMA-376): the first row names the columns, formulas give the value that they had when
 * saved, numbers in a date format are dates. Throws `data-invalid` where it is broken or inflates beyond all measure.
 */
export async function readExcel(file: SourceFile, xml: XmlEngine): Promise<ForeignTable> {
  const shown = JSON.stringify(file.shownPath)
  if (file.bytes > fileBytes) throw new CordonError('data-invalid', `${shown} is too large.`)
  try {
    const zip = openZip(await readFile(file.path), limits)
    const rows = sheetRows(zip, file, xml)
    return tableOf(rows, file)
  } catch (cause) {
    if (cause instanceof CordonError) throw cause
    throw new CordonError(
      'data-invalid',
      `${shown} is not a readable Excel file, or inflates to too much.`,
      {
        help: 'Save the sheet as CSV, or make it smaller.',
      },
    )
  }
}

function sheetRows(zip: Zip, file: SourceFile, xml: XmlEngine): Row[] {
  const book = new Map<string, string>()
  let is1904 = false
  each(zip, 'xl/workbook.xml', {
    xml,
    open: ({ name, attributes }) => {
      if (local(name) === 'sheet') book.set(attributes['name'] ?? '', attributes['r:id'] ?? '')
      if (local(name) === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
    },
  })
  const targets = new Map<string, string>()
  each(zip, 'xl/_rels/workbook.xml.rels', {
    xml,
    open: ({ attributes }) => {
      targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '')
    },
  })
  const sheet = chooseTable([...book.keys()], file)
  const target = targets.get(book.get(sheet) ?? '') ?? ''
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  const reader = { texts: sharedTexts(zip, xml), dateStyles: dateStylesOf(zip, xml), is1904 }
  return rowsOf(zip, path, { xml, reader })
}

interface Reader {
  readonly texts: readonly string[]
  readonly dateStyles: ReadonlySet<number>
  readonly is1904: boolean
}

function rowsOf(
  zip: Zip,
  path: string,
  { xml, reader }: { readonly xml: XmlEngine; readonly reader: Reader },
): Row[] {
  const rows: Row[] = []
  let cell: { readonly type: string; readonly style: number; readonly column: number } | undefined
  let text = ''
  let isValue = false
  const found = each(zip, path, {
    xml,
    open: ({ name, attributes }) => {
      const tag = local(name)
      if (tag === 'row') rows.push([])
      if (tag === 'c') {
        const column = columnAt(attributes['r'], rows.at(-1)?.length ?? 0)
        cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), column }
        text = ''
      }
      isValue = tag === 'v' || tag === 't'
    },
    text: (part) => {
      if (isValue && cell) text += part
    },
    close: (name) => {
      isValue = false
      if (local(name) !== 'c' || !cell) return
      const row = rows.at(-1)
      if (row) row[cell.column] = valueOfCell(text, cell, reader)
      cell = undefined
    },
  })
  if (!found) throw new RangeError('no such sheet')
  return rows
}

function valueOfCell(
  text: string,
  { type, style }: { readonly type: string; readonly style: number },
  { texts, dateStyles, is1904 }: Reader,
): Value | undefined {
  switch (type) {
    case 's':
      return texts[Number(text)]
    case 'b':
      return text === '1'
    case 'e':
      return undefined
    case 'd':
      return { iso: text }
    case 'n': {
      if (text === '') return undefined
      const number = Number(text)
      return dateStyles.has(style) ? momentOf(number, is1904) : number
    }
    default:
      return text
  }
}

const dayMs = 86_400_000

/** A day count since 1899-12-30, in which 1900 was wrongly a leap year, or since 1904. */
function momentOf(days: number, is1904: boolean): Value {
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const date = new Date(Math.round((start + days * dayMs) / 1000) * 1000)
  if (Number.isNaN(date.getTime())) return days
  const iso = date.toISOString().slice(0, 19)
  return { iso: iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso }
}

function sharedTexts(zip: Zip, xml: XmlEngine): string[] {
  const texts: string[] = []
  let isText = false
  let isPhonetic = false
  each(zip, 'xl/sharedStrings.xml', {
    xml,
    open: ({ name }) => {
      if (local(name) === 'si') texts.push('')
      if (local(name) === 'rPh') isPhonetic = true
      isText = local(name) === 't' && !isPhonetic
    },
    text: (part) => {
      if (isText) texts.push((texts.pop() ?? '') + part)
    },
    close: (name) => {
      isText = false
      if (local(name) === 'rPh') isPhonetic = false
    },
  })
  return texts
}

/** Built-in number formats that show a date or a time (ECMA-376 part 1, 18.8.30). */
const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])

/** Cell styles whose number format shows a date or a time. */
function dateStylesOf(zip: Zip, xml: XmlEngine): Set<number> {
  const dates = new Set(builtInDates)
  const styles = new Set<number>()
  let isCell = false
  let count = 0
  each(zip, 'xl/styles.xml', {
    xml,
    open: ({ name, attributes }) => {
      const tag = local(name)
      if (tag === 'numFmt' && isDateFormat(attributes['formatCode'] ?? '')) {
        dates.add(Number(attributes['numFmtId']))
      }
      if (tag === 'cellXfs') isCell = true
      if (tag === 'xf' && isCell) {
        if (dates.has(Number(attributes['numFmtId'] ?? 0))) styles.add(count)
        count++
      }
    },
    close: (name) => {
      if (local(name) === 'cellXfs') isCell = false
    },
  })
  return styles
}

function isDateFormat(code: string): boolean {
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))
}

/** `C12` is column 2; without an address, the next one. */
function columnAt(address: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(address ?? '')?.[0]
  if (letters === undefined) return next
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  if (column >= mostColumns) throw new RangeError('too many columns')
  return column
}

function tableOf([header = [], ...rows]: readonly Row[], file: SourceFile): ForeignTable {
  const width = rows.reduce((most, row) => Math.max(most, row.length), header.length)
  if (width === 0) throw new RangeError('no columns')
  const names = Array.from({ length: width }, (_, index) => textOf(header[index]) ?? '')
  const guesses = names.map(() => new TypeGuess())
  for (const row of rows) {
    for (const [index, value] of row.entries()) {
      if (value === undefined) continue
      if (typeof value === 'object') guesses[index]?.addWritten(value.iso)
      else guesses[index]?.add(value)
    }
  }
  const columns = checkNames(names, file.shownPath).map((name, index) => ({
    name,
    type: guesses[index]?.type() ?? 'VARCHAR',
  }))
  return {
    columns,
    batches: batchesOf(
      rows.filter((row) => row.length > 0),
      width,
    ),
  }
}

function* batchesOf(rows: readonly Row[], width: number): Generator<CellText[][]> {
  for (let at = 0; at < rows.length; at += batchRows) {
    yield rows
      .slice(at, at + batchRows)
      .map((row) => Array.from({ length: width }, (_, index) => textOf(row[index])))
  }
}

function textOf(value: Value | undefined): CellText {
  if (value === undefined) return null
  return typeof value === 'object' ? value.iso : String(value)
}

interface Handlers {
  readonly xml: XmlEngine
  readonly open: (tag: Pick<SaxesTagPlain, 'name' | 'attributes'>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** Reads an entry as XML; false where there is none. */
function each(zip: Zip, entry: string, { xml, open, text, close }: Handlers): boolean {
  const content = zip.read(entry)
  if (!content) return false
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser: SaxesParser = new xml.SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new RangeError('a document type')
  })
  parser.on('opentag', open)
  if (text) parser.on('text', text)
  if (close) parser.on('closetag', ({ name }) => close(name))
  for (let at = 0; at < content.length; at += 1 << 20) {
    parser.write(decoder.decode(content.subarray(at, at + (1 << 20)), { stream: true }))
  }
  parser.write(decoder.decode()).close()
  return true
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
