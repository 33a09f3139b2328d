import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { CordonError } from '../kernel/errors.ts'
import { fpeFault, registerFpe } from './fpe-function.ts'
import { Maskers, maskFault } from './mask-function.ts'
import { quotePath, quoteText } from './sql.ts'

/** DuckDB's module, as `import('@duckdb/node-api')` gives it. */
export type Engine = typeof import('@duckdb/node-api')

export interface CellOptions {
  readonly engine: Engine
  /** The files that can be read; all are parts of one table. */
  readonly sourcePaths: readonly string[]
  /** The one folder that can be written to; none when undefined. */
  readonly outRoot: string | undefined
  /** Where rows that do not fit in memory may be kept for the time of a query; nowhere when undefined. */
  readonly spillDir: string | undefined
  readonly memoryBytes: number
  readonly threads: number
}

/**
 * A DuckDB instance that can read one file and write to one folder, and nothing else: no other file, no network, no
 * extensions, no change of settings. No code but Cordon's ever reaches it.
 */
export class Cell {
  /** What the SQL of a plan may call on texts. */
  readonly maskers: Maskers
  private readonly instance: DuckDBInstance
  private readonly idle: DuckDBConnection[] = []
  private busy = 0
  private isClosing = false

  private constructor(instance: DuckDBInstance, maskers: Maskers) {
    this.instance = instance
    this.maskers = maskers
  }

  static async open(options: CellOptions): Promise<Cell> {
    const instance = await options.engine.DuckDBInstance.create(':memory:', {
      threads: String(options.threads),
      memory_limit: `${Math.ceil(options.memoryBytes / 1024)}KiB`,
      temp_directory: options.spillDir ?? '',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    const { outRoot } = options
    for (const setting of [
      `allowed_paths = [${options.sourcePaths.flatMap((path) => [quoteText(path), quotePath(path)]).join(', ')}]`,
      `allowed_directories = [${outRoot === undefined ? '' : quoteText(`${outRoot}/`)}]`,
      "TimeZone = 'UTC'",
      'enable_external_access = false',
      'lock_configuration = true',
    ]) {
      await connection.run(`SET GLOBAL ${setting}`)
    }
    registerFpe(options.engine, connection)
    const maskers = new Maskers()
    maskers.register(options.engine, connection)
    connection.closeSync()
    return new Cell(instance, maskers)
  }

  /** Lends a connection for one piece of work; an abort interrupts what runs on it. */
  async use<T>(
    signal: AbortSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    this.busy++
    let connection: DuckDBConnection | undefined
    const abort = () => connection?.interrupt()
    signal?.addEventListener('abort', abort)
    try {
      connection = this.idle.pop() ?? (await this.instance.connect())
      if (signal?.aborted) throw cancelled()
      return await work(connection)
    } finally {
      signal?.removeEventListener('abort', abort)
      if (connection && !signal?.aborted) this.idle.push(connection)
      else connection?.closeSync()
      this.busy--
      if (this.isClosing) this.close()
    }
  }

  /** Ends the instance, after the work that it has lent connections for. */
  close(): void {
    this.isClosing = true
    if (this.busy === 0) this.instance.closeSync()
  }
}

/** Turns an error met on the way from source to granted file into Cordon's own, without DuckDB's text, which quotes data. */
export function engineError(
  error: unknown,
  shownPath: string,
  signal: AbortSignal | undefined,
): CordonError {
  if (signal?.aborted) return cancelled()
  if (error instanceof CordonError) return error
  const text = error instanceof Error ? error.message : ''
  const shown = JSON.stringify(shownPath)
  if (/No space left|disk quota|max_temp_directory_size/i.test(text)) {
    return new CordonError('disk-full', `No space is left for the granted rows of ${shown}.`, {
      help: 'Free space in the hand-over folder.',
    })
  }
  if (isOutOfMemory(error)) {
    return new CordonError('internal', `Governing ${shown} needs more memory than it may use.`, {
      help: 'Raise the memory limit of the data room, or give it a spill folder.',
    })
  }
  const fault = faults.find(([pattern]) => pattern.test(text))?.[1]
  if (fault === undefined) return new CordonError('internal', `The data engine failed on ${shown}.`)
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1] ?? /in line (\d+)/.exec(text)?.[1]
  const where = line === undefined ? shown : `${shown}, line ${line}`
  return new CordonError('data-invalid', `${where}: ${fault}.`)
}

/** True where the engine had no memory left, and nowhere to keep what does not fit in it. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /^Out of Memory/i.test(error.message)
}

const faults: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(fpeFault),
    'a value that mask fpe is for has fewer than a million forms, or signs that are not ASCII; use hash',
  ],
  [new RegExp(maskFault), 'a text cannot be masked'],
  [/Expected Number of Columns/i, 'the number of fields is not that of the header'],
  [/unterminated quote|quoted value/i, 'a quoted field does not end'],
  [/Maximum line size|maximum_object_size|does not support a full read/i, 'a record is too long'],
  [/Malformed JSON|unexpected character/i, 'not valid JSON'],
  [/Could not convert|Conversion Error/i, 'a value is not of the type its column has elsewhere'],
  [/parquet|magic bytes|thrift/i, 'not a readable Parquet file'],
  [/^(?:Invalid Input|IO|Serialization|Out of Range) Error/, 'the data cannot be read'],
]

function cancelled(): CordonError {
  return new CordonError('cancelled', 'The work on the data was cancelled.')
}
