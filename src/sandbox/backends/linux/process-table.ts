import { readdirSync, readFileSync } from 'node:fs'

/** Names one process for good: its number, when it started (clock ticks since boot), and which boot that was. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTicks: number
  readonly boot: string
}

/** Identity of a live process, or undefined where there is none of that number. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`)
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')
  if (stat === undefined || boot === undefined) return undefined
  // The name in parentheses may hold anything, so count fields from its end (proc(5), field 22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { pid, startTicks: Number(fields[19]), boot: boot.trim() }
}

/** True while the very process that the identity names is there. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identifyProcess(identity.pid)
  return now?.startTicks === identity.startTicks && now.boot === identity.boot
}

/** Kills every process whose command line, word by word, is one that was asked for. */
export function killProcesses(isWanted: (words: readonly string[]) => boolean): void {
  for (const name of readdirSync('/proc')) {
    const words = /^\d+$/.test(name) ? readIfThere(`/proc/${name}/cmdline`)?.split('\0') : undefined
    if (words === undefined || !isWanted(words)) continue
    try {
      process.kill(Number(name), 'SIGKILL')
    } catch {
      // It has ended meanwhile, or is another user's.
    }
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
