import { CordonError } from '../kernel/errors.ts'
import { ColumnValues } from './column-values.ts'
import { Cell, type CellOptions, engineError } from './engine.ts'
import type { Readers } from './read/readers.ts'
import { type OpenedSource, readSource } from './source.ts'
import { pathsOf, type SourceFile } from './source-file.ts'
import { copyAsUtf8 } from './utf8-copies.ts'

/** A source that was read, and the engine that can read it and nothing else. */
export interface Room {
  readonly cell: Cell
  readonly source: OpenedSource
  readonly values: ColumnValues
}

interface Entry {
  readonly version: string
  readonly room: Promise<Room>
}

type RoomOptions = Omit<CellOptions, 'sourcePaths'> & { readonly readers: Readers }

const mostOpen = 16

/** The sources read of late, so that one that has not changed is neither hashed nor looked through again. */
export class OpenSources {
  private readonly options: RoomOptions
  private readonly entries = new Map<string, Entry>()

  constructor(options: RoomOptions) {
    this.options = options
  }

  /** The source at the version that was looked at. Callers at the same time share one reading. */
  async open(file: SourceFile, signal: AbortSignal | undefined): Promise<Room> {
    for (;;) {
      const known = this.entries.get(keyOf(file))
      if (known?.version !== file.version) return this.read(file, signal)
      this.entries.delete(keyOf(file))
      this.entries.set(keyOf(file), known)
      try {
        return await known.room
      } catch (error) {
        const isOthersAbort =
          error instanceof CordonError && error.code === 'cancelled' && !signal?.aborted
        if (!isOthersAbort) throw error
        this.forget(keyOf(file), known)
      }
    }
  }

  close(): void {
    for (const [path, entry] of this.entries) this.forget(path, entry)
  }

  private async read(file: SourceFile, signal: AbortSignal | undefined): Promise<Room> {
    const old = this.entries.get(keyOf(file))
    if (old) this.forget(keyOf(file), old)
    const entry = { version: file.version, room: openRoom(file, this.options, signal) }
    this.entries.set(keyOf(file), entry)
    const [oldest] = this.entries
    if (oldest && this.entries.size > mostOpen) this.forget(...oldest)
    try {
      return await entry.room
    } catch (error) {
      this.forget(keyOf(file), entry)
      throw error
    }
  }

  private forget(path: string, entry: Entry): void {
    if (this.entries.get(path) === entry) this.entries.delete(path)
    entry.room.then(
      ({ cell }) => cell.close(),
      // It has been closed, and the caller who waits for it gets the error.
      () => undefined,
    )
  }
}

async function openRoom(
  file: SourceFile,
  options: RoomOptions,
  signal: AbortSignal | undefined,
): Promise<Room> {
  const { readers } = options
  const copies = await copyAsUtf8(file, signal)
  try {
    const cell = await Cell.open({ ...options, sourcePaths: copies?.paths ?? pathsOf(file) })
    try {
      const source = await cell.use(signal, (connection) =>
        readSource(file, { connection, readers, copies, signal }),
      )
      return { cell, source, values: new ColumnValues(source) }
    } catch (error) {
      cell.close()
      throw engineError(error, file.shownPath, signal)
    }
  } finally {
    copies?.remove()
  }
}

function keyOf({ path, part, shownPath, files, writing, slice }: SourceFile): string {
  return JSON.stringify([path, part ?? null, files ? shownPath : null, writing, slice ?? null])
}
