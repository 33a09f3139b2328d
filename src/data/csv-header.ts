import { open } from 'node:fs/promises'
import { CordonError } from '../kernel/errors.ts'
import type { TextEncoding } from './text-encoding.ts'

/** What a CSV file's first record says: the column names in order and the character between fields. */
export interface CsvHeader {
  readonly names: readonly string[]
  readonly delimiter: string
}

/** Beyond this the engine needs more memory for the columns than for what they hold. */
const mostColumns = 10_000
const limitBytes = 4 * 1024 * 1024
const delimiters = [',', ';', '\t', '|'] as const

/** Reads the header record of a CSV or TSV file (RFC 4180). Throws `data-invalid` on duplicate names, letter case aside. */
export async function readCsvHeader(
  path: string,
  shownPath: string,
  encoding: TextEncoding = 'utf-8',
): Promise<CsvHeader> {
  const text = await firstBytes(path, encoding)
  const shown = JSON.stringify(shownPath)
  const best = delimiters
    .map((delimiter) => ({ delimiter, names: firstRecord(text, delimiter) }))
    .toSorted((a, b) => (b.names?.length ?? 0) - (a.names?.length ?? 0))[0]
  if (!best?.names) {
    throw new CordonError('data-invalid', `${shown}, line 1: the header does not end within 4 MiB.`)
  }
  if (best.names.length > mostColumns) {
    throw new CordonError('data-invalid', `${shown} has more than ${mostColumns} columns.`)
  }
  const names = best.names.map((name, index) => name || `column${index}`)
  const seen = new Set<string>()
  for (const [index, name] of names.entries()) {
    if (seen.has(name.toLowerCase())) {
      const message = `${shown}, line 1: column ${index + 1} has the name of a column before it (letter case aside).`
      throw new CordonError('data-invalid', message, {
        help: 'Give every column a name of its own.',
      })
    }
    seen.add(name.toLowerCase())
  }
  return { names, delimiter: best.delimiter }
}

async function firstBytes(path: string, encoding: TextEncoding): Promise<string> {
  const file = await open(path)
  try {
    const bytes = Buffer.alloc(limitBytes)
    let length = 0
    for (let read = 1; read > 0 && length < limitBytes; length += read) {
      read = (await file.read(bytes, length, limitBytes - length, length)).bytesRead
    }
    return new TextDecoder(encoding === 'latin-1' ? 'latin1' : encoding).decode(
      bytes.subarray(0, length),
    )
  } finally {
    await file.close()
  }
}

/** The fields of a text's first record, or undefined where the record does not end within the text. */
function firstRecord(text: string, delimiter: string): string[] | undefined {
  const fields: string[] = []
  const pattern = /"((?:[^"]|"")*)"|[^"\r\n]?/y
  let at = 0
  for (;;) {
    let end = at
    if (text[at] === '"') {
      pattern.lastIndex = at
      const quoted = pattern.exec(text)
      if (quoted?.[1] === undefined) return undefined
      fields.push(quoted[1].replaceAll('""', '"'))
      end = pattern.lastIndex
    } else {
      while (
        end < text.length &&
        text[end] !== delimiter &&
        text[end] !== '\n' &&
        text[end] !== '\r'
      )
        end++
      fields.push(text.slice(at, end))
    }
    if (text[end] !== delimiter)
      return end >= text.length && text.length >= limitBytes ? undefined : fields
    at = end + 1
  }
}
