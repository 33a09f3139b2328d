import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { type BigIntStats, createReadStream, existsSync, realpathSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join, sep } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/ids.ts'
import type { TableColumn } from './source-column.ts'

/** `text` formats are read as they stand, the others by their own engine. */
export type SourceFormat =
  | 'csv'
  | 'parquet'
  | 'ndjson'
  | 'json'
  | 'arrow'
  | 'excel'
  | 'sqlite'
  | 'duckdb'
  | 'postgres'

/** How a text file is written, where its bytes do not say. */
export interface Writing {
  readonly encoding?: 'utf-8' | 'utf-16' | 'utf-16be' | 'latin-1'
  readonly decimal?: '.' | ','
}

/** A data file as it was when looked at; `version` changes whenever its bytes may have changed. */
export interface SourceFile {
  /** The path with every link resolved. */
  readonly path: string
  /** The path as the caller wrote it, for messages. */
  readonly shownPath: string
  readonly format: SourceFormat
  readonly bytes: number
  readonly version: string
  readonly writing: Writing
  /** The table or sheet behind `#`, where the file can hold several. */
  readonly part?: string | undefined
  /** The table of a database, and what of it is read; all where `slice` is left out. */
  readonly table?: DatabaseTable
  readonly slice?: Slice
  /** The files of a folder or pattern, by path; the table is all of theirs. */
  readonly files?: readonly SourceFile[]
}

/** A table of a database as it was looked at. */
export interface DatabaseTable {
  /** Its quoted name. */
  readonly relation: string
  readonly columns: readonly TableColumn[]
}

/** The part of a table that one request needs, which is all that is read of it. */
export interface Slice {
  readonly columns: readonly string[]
  /** The database's condition; undefined where every row is needed. */
  readonly where: string | undefined
}

const formats: Readonly<Record<string, SourceFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'json',
  '.arrow': 'arrow',
  '.feather': 'arrow',
  '.arrows': 'arrow',
  '.xlsx': 'excel',
  '.sqlite': 'sqlite',
  '.sqlite3': 'sqlite',
  '.db': 'sqlite',
  '.duckdb': 'duckdb',
}

const ownTables: ReadonlySet<SourceFormat | undefined> = new Set(['excel', 'sqlite', 'duckdb'])

/**
 * Looks at a data file, or at all of a folder or pattern (`*` and `?` in the last part of the path), without reading. Throws
 * `input-unreadable` where there is none, `data-invalid` where one is empty.
 */
export async function lookAt(shownPath: string, writing: Writing = {}): Promise<SourceFile> {
  const { path, part } = partOf(shownPath)
  if (/[*?]/.test(basename(path)) || isFolder(path)) {
    return lookAtAll(path, { shownPath, writing })
  }
  return lookAtOne(path, { shownPath, writing, part })
}

interface Shown {
  readonly shownPath: string
  readonly writing: Writing
  readonly part?: string | undefined
}

/** Blocks the thread for the microseconds that it takes: asking another thread takes a hundred times as long. */
function lookAtOne(at: string, { shownPath, writing, part }: Shown): SourceFile {
  const shown = JSON.stringify(shownPath)
  const format = formats[extname(at).toLowerCase()]
  if (!format) {
    const help = `Use a file that ends in ${Object.keys(formats).join(', ')}.`
    throw new CordonError('input-unreadable', `Cannot tell what kind of data ${shown} holds.`, {
      help,
    })
  }
  const [path, found] = resolved(at, shown)
  if (!found.isFile()) throw new CordonError('input-unreadable', `${shown} is not a file.`)
  if (found.size === 0n) throw new CordonError('data-invalid', `${shown} is empty.`)
  if (format === 'duckdb' && existsSync(logOf(path))) {
    throw new CordonError(
      'data-invalid',
      `${shown}: what was written last is not part of it yet.`,
      { help: 'Close what writes to it, or run CHECKPOINT there.' },
    )
  }
  const version = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':')
  const written = JSON.stringify([part ?? null, writing.encoding ?? '', writing.decimal ?? ''])
  const bytes = Number(found.size)
  return { path, shownPath, format, bytes, version: `${version}:${written}`, writing, part }
}

function resolved(at: string, shown: string): [string, BigIntStats] {
  try {
    const path = realpathSync(at)
    return [path, statSync(path, { bigint: true })]
  } catch (error) {
    return unreadable(shown, error)
  }
}

const mostFiles = 10_000

async function lookAtAll(path: string, { shownPath, writing }: Shown): Promise<SourceFile> {
  const shown = JSON.stringify(shownPath)
  const isPattern = /[*?]/.test(basename(path))
  const folder = isPattern ? dirname(path) : path
  const isWanted = isPattern ? matcher(basename(path)) : (name: string) => extname(name) in formats
  const names = (await readdir(folder).catch((error: unknown) => unreadable(shown, error)))
    .filter((name) => !name.startsWith('.') && isWanted(name))
    .sort()
  if (names.length > mostFiles) {
    throw new CordonError('input-unreadable', `${shown} holds more than ${mostFiles} files.`)
  }
  const files = names.map((name) =>
    lookAtOne(join(folder, name), { shownPath: join(folder, name), writing }),
  )
  const [inside] = resolved(folder, shown)
  const away = files.find((file) => !file.path.startsWith(join(inside, sep)))
  if (away) {
    const message = `${JSON.stringify(away.shownPath)} leads out of its folder.`
    throw new CordonError('input-unreadable', message, {
      help: 'Who may write to the folder could have others read by it: put a copy there, or name the file itself.',
    })
  }
  const [first, ...others] = files
  if (!first) throw new CordonError('input-unreadable', `There is no data file in ${shown}.`)
  const { format } = first
  const isTogether = ['csv', 'parquet', 'ndjson', 'json'].includes(format)
  if (!isTogether || others.some((file) => file.format !== format)) {
    throw new CordonError('data-invalid', `The files in ${shown} cannot be read as one table.`, {
      help: 'Files that are read together are all CSV, Parquet or JSON.',
    })
  }
  return {
    path: inside,
    shownPath,
    format,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    version: files.map((file) => `${file.path} ${file.version}`).join('\n'),
    writing,
    files,
  }
}

/** A name with `*` for any letters and `?` for one. */
function matcher(pattern: string): (name: string) => boolean {
  const text = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  const expression = new RegExp(`^${text}$`, 's')
  return (name) => expression.test(name)
}

/** `book.xlsx#Sheet1` names a part; a `#` in any other file's name is a letter like others. */
function partOf(shownPath: string): { readonly path: string; readonly part?: string } {
  const at = shownPath.lastIndexOf('#')
  const path = shownPath.slice(0, Math.max(0, at))
  const hasTables = at > 0 && ownTables.has(formats[extname(path).toLowerCase()])
  return hasTables ? { path, part: shownPath.slice(at + 1) } : { path: shownPath }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    // What cannot be looked at is told better by looking at it as a file.
    return false
  }
}

/** Throws `data-invalid` where the file is no longer what it was when it was looked at. */
export async function checkUnchanged(file: SourceFile): Promise<void> {
  // A transaction sees a database at one moment.
  if (file.format === 'postgres') return
  const now = await lookAt(file.shownPath, file.writing)
  if (now.version === file.version && now.path === file.path) return
  throw new CordonError(
    'data-invalid',
    `${JSON.stringify(file.shownPath)} changed while it was read.`,
    {
      help: 'Run again once nothing writes to it, or read a copy.',
    },
  )
}

/** SHA-256 of a file's bytes, read as a stream; `isText` also demands UTF-8 without NUL and names the line that is not. */
export async function digestFile(
  path: string,
  options: {
    readonly shownPath: string
    readonly isText: boolean
    /** Longest line of a text. */
    readonly lineLimitBytes?: number | undefined
    readonly signal?: AbortSignal | undefined
  },
): Promise<Sha256> {
  const hash = createHash('sha256')
  const text = options.isText
    ? new TextCheck(options.shownPath, options.lineLimitBytes ?? Number.POSITIVE_INFINITY)
    : undefined
  try {
    for await (const chunk of createReadStream(path, {
      highWaterMark: 1 << 20,
      signal: options.signal,
    })) {
      hash.update(chunk as Buffer)
      text?.add(chunk as Buffer)
    }
  } catch (error) {
    if (error instanceof CordonError) throw error
    if (options.signal?.aborted)
      throw new CordonError('cancelled', 'Reading the data was cancelled.')
    unreadable(JSON.stringify(options.shownPath), error)
  }
  text?.end()
  return hash.digest('hex') as Sha256
}

function unreadable(shown: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
  const why = { ENOENT: 'there is no such file', EACCES: 'permission is denied' }[code] ?? code
  throw new CordonError('input-unreadable', `Cannot read ${shown}: ${why}.`)
}

/** Checks bytes that arrive in pieces; a character cut in two by a piece's end is kept for the next. */
class TextCheck {
  private readonly shownPath: string
  private readonly limitBytes: number
  private line = 1
  private lineBytes = 0
  private rest: Buffer = Buffer.alloc(0)

  constructor(shownPath: string, limitBytes: number) {
    this.shownPath = shownPath
    this.limitBytes = limitBytes
  }

  add(chunk: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk
    const cut = wholeCharacters(bytes)
    this.check(bytes.subarray(0, cut))
    this.rest = Buffer.from(bytes.subarray(cut))
  }

  end(): void {
    this.check(this.rest)
  }

  private check(bytes: Buffer): void {
    if (isUtf8(bytes) && !bytes.includes(0)) {
      this.measure(bytes)
      return
    }
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(10, start) + 1 || bytes.length
      const row = bytes.subarray(start, end)
      if (!isUtf8(row) || row.includes(0)) this.fail()
      this.line++
      start = end
    }
  }

  /** Counts lines, and refuses one so long that the engine would pass over it (DuckDB's `max_line_size`). */
  private measure(bytes: Buffer): void {
    let start = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
      this.checkLength(this.lineBytes + at - start)
      this.lineBytes = 0
      this.line++
      start = at + 1
    }
    this.lineBytes += bytes.length - start
    this.checkLength(this.lineBytes)
  }

  private checkLength(lineBytes: number): void {
    if (lineBytes <= this.limitBytes) return
    const where = `${JSON.stringify(this.shownPath)}, line ${this.line}`
    throw new CordonError('data-invalid', `${where}: a record is too long.`)
  }

  private fail(): never {
    const where = `${JSON.stringify(this.shownPath)}, line ${this.line}`
    throw new CordonError('data-invalid', `${where}: not UTF-8 text.`, {
      help: 'Save the file as UTF-8.',
    })
  }
}

/** How many leading bytes hold no character that is cut off at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    const isContinuation = byte >= 0x80 && byte < 0xc0
    if (!isContinuation) return bytes.length - (sizeOf(byte) > back ? back : 0)
  }
  return bytes.length
}

/** Bytes of the UTF-8 character that begins with this byte. */
function sizeOf(firstByte: number): number {
  if (firstByte < 0xc0) return 1
  if (firstByte < 0xe0) return 2
  return firstByte < 0xf0 ? 3 : 4
}

/** The files that reading a source opens; DuckDB looks for the log beside a database, though none may be there. */
export function pathsOf({ path, files, format }: SourceFile): readonly string[] {
  if (format === 'postgres') return []
  if (format === 'duckdb') return [path, logOf(path)]
  return files ? files.map((file) => file.path) : [path]
}

/** Where DuckDB keeps what is written to a database and not yet part of its file. */
function logOf(path: string): string {
  return `${path}.wal`
}
