import { realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { CordonError } from '../../../kernel/errors.ts'

/** Throws `sandbox-unavailable` where a user without rights could not get to one of the paths. */
export function checkReach(paths: readonly string[]): void {
  for (const path of paths) {
    const closed = foldersAbove(resolve(path)).find((folder) => !isOpenToAll(folder))
    if (closed === undefined) continue
    throw new CordonError(
      'sandbox-unavailable',
      `Cannot start sandbox "linux": its user without rights cannot reach ${path}, because ${closed} is closed to others.`,
      {
        help: `Keep it in a folder that is open to all, such as /var/cache or /var/lib, or run as an ordinary user.`,
      },
    )
  }
}

function resolve(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    const message = `Cannot start sandbox "linux": ${path} does not exist.`
    throw new CordonError('sandbox-unavailable', message, { help: 'Run cordon setup.', cause })
  }
}

function foldersAbove(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [...foldersAbove(parent), parent]
}

function isOpenToAll(folder: string): boolean {
  return (statSync(folder).mode & 0o001) !== 0
}
