import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PythonRuntime } from '../../kernel/runtime.ts'
import { parseRecord, type RuntimeRecord, type Stamp, toRuntime } from './record.ts'

/** Symbolic link, in the cache folder, to the folder of the runtime in use. */
export const currentLink = 'runtime'

/** Written last into a runtime's folder: what has none was interrupted. */
export const recordFile = 'runtime.json'

/**
 * Gives the runtime that a setup left in the cache folder, without starting Python; undefined where there is none, or
 * where its interpreter or packages are no longer the recorded ones.
 */
export async function loadRuntime(options: {
  readonly cacheDir: string
}): Promise<PythonRuntime | undefined> {
  const record = await loadRecord(options.cacheDir)
  return record && toRuntime(record)
}

/** The record behind `loadRuntime`. */
export async function loadRecord(cacheDir: string): Promise<RuntimeRecord | undefined> {
  const text = await readFile(join(cacheDir, currentLink, recordFile), 'utf8').catch(
    () => undefined,
  )
  if (text === undefined) return undefined
  const parsed = parseRecord(text)
  if (!parsed.ok) return undefined
  const { value: record } = parsed
  const now = await Promise.all(record.stamps.map(({ path }) => stamp(path)))
  const isUnchanged = record.stamps.every((then, i) => isSame(then, now[i]))
  const isComplete = !record.matplotlibCache || (await isFilled(record.matplotlibCache))
  return isUnchanged && isComplete ? record : undefined
}

/** What a path is now; undefined where there is none. */
export async function stamp(path: string): Promise<Stamp | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found && { path, size: found.size, mtimeMs: Math.floor(found.mtimeMs) }
}

function isSame(a: Stamp, b: Stamp | undefined): boolean {
  return b !== undefined && a.size === b.size && a.mtimeMs === b.mtimeMs
}

async function isFilled(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.length > 0
}
