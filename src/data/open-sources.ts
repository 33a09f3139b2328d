import { CordonError } from '../kernel/errors.ts'
import { Cell, type CellOptions, engineError } from './engine.ts'
import { type OpenedSource, readSource } from './source.ts'
import type { SourceFile } from './source-file.ts'

/** A source that was read, and the engine that can read it and nothing else. */
export interface Room {
  readonly cell: Cell
  readonly source: OpenedSource
}

interface Entry {
  readonly version: string
  readonly room: Promise<Room>
}

const mostOpen = 16

/** The sources read of late, so that one that has not changed is neither hashed nor looked through again. */
export class OpenSources {
  private readonly options: Omit<CellOptions, 'sourcePath'>
  private readonly entries = new Map<string, Entry>()

  constructor(options: Omit<CellOptions, 'sourcePath'>) {
    this.options = options
  }

  /** The source at the version that was looked at. Callers at the same time share one reading. */
  async open(file: SourceFile, signal: AbortSignal | undefined): Promise<Room> {
    for (;;) {
      const known = this.entries.get(file.path)
      if (known?.version !== file.version) return this.read(file, signal)
      this.entries.delete(file.path)
      this.entries.set(file.path, known)
      try {
        return await known.room
      } catch (error) {
        const isOthersAbort =
          error instanceof CordonError && error.code === 'cancelled' && !signal?.aborted
        if (!isOthersAbort) throw error
        this.forget(file.path, known)
      }
    }
  }

  close(): void {
    for (const [path, entry] of this.entries) this.forget(path, entry)
  }

  private async read(file: SourceFile, signal: AbortSignal | undefined): Promise<Room> {
    const old = this.entries.get(file.path)
    if (old) this.forget(file.path, old)
    const entry = { version: file.version, room: openRoom(file, this.options, signal) }
    this.entries.set(file.path, entry)
    const [oldest] = this.entries
    if (oldest && this.entries.size > mostOpen) this.forget(...oldest)
    try {
      return await entry.room
    } catch (error) {
      this.forget(file.path, entry)
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
  options: Omit<CellOptions, 'sourcePath'>,
  signal: AbortSignal | undefined,
): Promise<Room> {
  const cell = await Cell.open({ ...options, sourcePath: file.path })
  try {
    const source = await cell.use(signal, (connection) => readSource(file, connection, signal))
    return { cell, source }
  } catch (error) {
    cell.close()
    throw engineError(error, file.shownPath, signal)
  }
}
