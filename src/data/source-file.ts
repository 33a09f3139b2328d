import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/ids.ts'

export type SourceFormat = 'csv' | 'parquet' | 'ndjson' | 'json'

/** A data file as it was when looked at; `version` changes whenever its bytes may have changed. */
export interface SourceFile {
  /** The path with every link resolved. */
  readonly path: string
  /** The path as the caller wrote it, for messages. */
  readonly shownPath: string
  readonly format: SourceFormat
  readonly bytes: number
  readonly version: string
}

const formats: Readonly<Record<string, SourceFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.json': 'json',
}

/** Looks at a data file without reading it. Throws `input-unreadable` where it is no file, `data-invalid` where it is empty. */
export async function lookAt(shownPath: string): Promise<SourceFile> {
  const shown = JSON.stringify(shownPath)
  const format = formats[extname(shownPath).toLowerCase()]
  if (!format) {
    const help = `Use a file that ends in ${Object.keys(formats).join(', ')}.`
    throw new CordonError('input-unreadable', `Cannot tell what kind of data ${shown} holds.`, {
      help,
    })
  }
  const path = await realpath(shownPath).catch((error: unknown) => unreadable(shown, error))
  const found = await stat(path, { bigint: true }).catch((error: unknown) =>
    unreadable(shown, error),
  )
  if (!found.isFile()) throw new CordonError('input-unreadable', `${shown} is not a file.`)
  if (found.size === 0n) throw new CordonError('data-invalid', `${shown} is empty.`)
  const version = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':')
  return { path, shownPath, format, bytes: Number(found.size), version }
}

/** Throws `data-invalid` where the file is no longer what it was when it was looked at. */
export async function checkUnchanged(file: SourceFile): Promise<void> {
  const now = await lookAt(file.shownPath)
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
    readonly signal?: AbortSignal | undefined
  },
): Promise<Sha256> {
  const hash = createHash('sha256')
  const text = options.isText ? new TextCheck(options.shownPath) : undefined
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
  private line = 1
  private rest: Buffer = Buffer.alloc(0)

  constructor(shownPath: string) {
    this.shownPath = shownPath
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
      this.line += countLines(bytes)
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

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}
