import { randomBytes } from 'node:crypto'
import {
  chmod,
  mkdir,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { join } from 'node:path'
import { currentLink, recordFile } from './load.ts'

/** Makes the cache folder where it is missing and gives its real path. */
export async function openCacheFolder(cacheDir: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true, mode: 0o755 })
  return realpath(cacheDir)
}

/** Makes an empty folder for a runtime, readable by everyone whatever the umask. */
export async function makeRuntimeFolder(cacheDir: string): Promise<string> {
  const folder = join(cacheDir, `${prefix}${randomBytes(6).toString('hex')}`)
  await mkdir(folder)
  await chmod(folder, 0o755)
  return folder
}

/** Makes a complete runtime the one in use, in one step. */
export async function useRuntimeFolder(cacheDir: string, folder: string): Promise<void> {
  const link = `${folder}.link`
  await symlink(folder, link)
  await rename(link, join(cacheDir, currentLink))
}

/** Removes interrupted runtimes, and complete ones but the one in use and the newest other, which may still serve. */
export async function sweepCacheFolder(cacheDir: string): Promise<void> {
  const current = await readlink(join(cacheDir, currentLink)).catch(() => '')
  const names = (await readdir(cacheDir)).filter((name) => name.startsWith(prefix))
  const others = names.map((name) => join(cacheDir, name)).filter((folder) => folder !== current)
  const aged = await Promise.all(
    others.map(async (folder) => ({ folder, ms: await madeMs(folder) })),
  )
  const [newest, ...older] = aged.sort((a, b) => b.ms - a.ms)
  const stale = newest && newest.ms === 0 ? [newest, ...older] : older
  await Promise.all(stale.map(({ folder }) => rm(folder, { recursive: true, force: true })))
}

const prefix = 'runtime-'

async function madeMs(folder: string): Promise<number> {
  const found = await stat(join(folder, recordFile)).catch(() => undefined)
  return found?.mtimeMs ?? 0
}
