import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Gives all tests of a run one folder for what they make in passing. Those of runs that were killed are removed. */
export function setup(): void {
  const before = tmpdir()
  removeOrphans(before)
  // A short name, because sockets lie in it; open to search, because sandboxes have users of their own.
  const folder = join(before, nameOf(process.pid))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  process.env['TMPDIR'] = folder
}

/** Removes the folder with all that is in it. */
export function teardown(): void {
  const folder = tmpdir()
  if (basename(folder) !== nameOf(process.pid)) return
  process.env['TMPDIR'] = dirname(folder)
  rmSync(folder, { recursive: true, force: true })
}

function nameOf(pid: number | string): string {
  return `cordon-${pid}`
}

export function removeOrphans(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^cordon-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) {
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
