import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { currentLink, recordFile } from './load.ts'

/** Makes the cache folder where it is missing and gives its absolute path. */
export async function openCacheFolder(cacheDir: string): Promise<string> {
  const folder = resolve(cacheDir)
  const made = await mkdir(folder, { recursive: true })
  if (made) await openFolders(made, folder)
  return folder
}

/** Makes every new folder readable, whatever the umask: the user of a sandbox has to pass them all. */
async function openFolders(first: string, last: string): Promise<void> {
  for (let folder = last; folder.length >= first.length; folder = dirname(folder)) {
    await chmod(folder, 0o755)
  }
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
  const folders = names.map((name) => join(cacheDir, name))
  const aged = await Promise.all(
    folders.map(async (path) => ({ path, madeMs: await madeMs(path) })),
  )
  const complete = aged.filter(({ path, madeMs }) => madeMs > 0 && path !== current)
  const newest = complete.sort((a, b) => b.madeMs - a.madeMs)[0]
  const stale = aged.filter(({ path, madeMs }) => {
    const isInUse = path === current || path === newest?.path
    return madeMs === 0 || !isInUse
  })
  const remove = { recursive: true, force: true, maxRetries: 3 }
  // What can't be removed now costs space, no more; the next setup tries again.
  await Promise.allSettled(stale.map(({ path }) => rm(path, remove)))
}

const prefix = 'runtime-'

async function madeMs(folder: string): Promise<number> {
  const found = await stat(join(folder, recordFile)).catch(() => undefined)
  return found?.mtimeMs ?? 0
}
