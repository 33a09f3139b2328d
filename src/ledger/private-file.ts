import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import { syncFolder } from './sync-folder.ts'

/** Makes a folder that only its owner enters (0700); throws `key-unavailable` where it can't, or where others may change an existing one. */
export function makePrivateFolder(folder: string): void {
  const mode = attempt(`Cannot make the key folder ${folder}.`, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return statSync(folder).mode
  })
  if (hasModes && (mode & 0o022) !== 0) {
    throw new CordonError('key-unavailable', `Others can change the key folder ${folder}.`, {
      help: `Run: chmod 700 ${folder}`,
    })
  }
}

/** Reads a secret file, or gives undefined where there is none; throws `key-unavailable` where anyone else could read or own it. */
export function readPrivateFile(path: string): Uint8Array | undefined {
  const stats = attempt(`Cannot look at ${path}.`, () => lstatSync(path, { throwIfNoEntry: false }))
  if (!stats) return undefined
  checkPrivate(path, stats)
  return attempt(`Cannot read ${path}.`, () => readFileSync(path))
}

/** Reads a file, or writes it first with what `make` gives. Of several processes at once one wins and all read its bytes. */
export function readOrCreateFile(
  path: string,
  options: { readonly mode: number; readonly make: () => string | Uint8Array },
): Uint8Array {
  const isThere = attempt(`Cannot look at ${path}.`, () =>
    lstatSync(path, { throwIfNoEntry: false }),
  )
  if (!isThere) attempt(`Cannot write ${path}.`, () => publish(path, options.make(), options.mode))
  const isPrivate = (options.mode & 0o077) === 0
  const bytes = isPrivate
    ? readPrivateFile(path)
    : attempt(`Cannot read ${path}.`, () => readFileSync(path))
  if (bytes) return bytes
  throw new CordonError('key-unavailable', `${path} vanished while it was being read.`)
}

const hasModes = process.platform !== 'win32'

function checkPrivate(path: string, stats: Stats): void {
  if (!stats.isFile()) {
    throw new CordonError('key-unavailable', `${path} is not a regular file.`, {
      help: 'Move it away; Cordon then makes a new one.',
    })
  }
  if (hasModes && (stats.mode & 0o077) !== 0) {
    throw new CordonError('key-unavailable', `Others can read the secret file ${path}.`, {
      help: `Run: chmod 600 ${path} (and replace the key if someone may have copied it)`,
    })
  }
  const userId = process.geteuid?.()
  if (userId !== undefined && stats.uid !== userId && stats.uid !== 0) {
    throw new CordonError('key-unavailable', `The secret file ${path} belongs to another user.`, {
      help: 'Run Cordon as its owner, or name another key folder.',
    })
  }
}

/** A whole file appears under its name or none does: written and synced beside it, then linked, which never replaces. */
function publish(path: string, content: string | Uint8Array, mode: number): void {
  const draft = join(dirname(path), `.draft-${randomBytes(8).toString('hex')}`)
  try {
    writeNew(draft, content, mode)
    linkSync(draft, path)
    syncFolder(dirname(path))
  } catch (error) {
    if (!isExistsError(error)) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function writeNew(path: string, content: string | Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    writeSync(file, typeof content === 'string' ? Buffer.from(content) : content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function isExistsError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

function attempt<T>(message: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    if (cause instanceof CordonError) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new CordonError(
      code === 'ENOSPC' ? 'disk-full' : 'key-unavailable',
      `${message.slice(0, -1)}: ${code}.`,
      { help: 'Check that the folder exists on a writable disk and belongs to you.', cause },
    )
  }
}
