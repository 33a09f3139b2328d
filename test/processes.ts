import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** Every process whose mounts show this text: the outer shell of a sandbox and all that is inside it. */
export function processesUnder(text: string): number[] {
  return allProcesses().filter((pid) => readProc(pid, 'mountinfo').includes(text))
}

/** Of some processes those that run a job: they have one system call filter more than their supervisor. */
export function lockedIn(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    const filters = /^Seccomp_filters:\s+(\d+)$/m.exec(readProc(pid, 'status'))?.[1]
    return Number(filters ?? 0) > 1
  })
}

export function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** A file of a process; empty where it has gone or is not ours to read. */
export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Waits until something is so, for half a minute at most. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + 30_000
  while (!isTrue()) {
    if (performance.now() > end) expect.fail('it never came to be so')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
