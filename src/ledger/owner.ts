import { readFileSync, readlinkSync } from 'node:fs'

/** The process that holds an intent open, told apart from a later one with the same pid. Null where the system doesn't say. */
export interface Owner {
  readonly pid: number
  /** Start time in clock ticks since boot (proc(5), stat field 22). */
  readonly startTicks: string | null
  readonly bootId: string | null
  readonly pidNamespace: string | null
}

/** This process. */
export function currentOwner(): Owner {
  return {
    pid: process.pid,
    startTicks: readStat(process.pid)?.startTicks ?? null,
    bootId: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: readOr(() => readlinkSync('/proc/self/ns/pid')),
  }
}

/** Whether an owner still runs, as far as the process `here` can tell: pids of another container say nothing to it. */
export function ownerState(owner: Owner, here: Owner): 'alive' | 'dead' | 'unknown' {
  if (owner.bootId !== here.bootId) return 'dead'
  if (owner.pidNamespace !== here.pidNamespace) return 'unknown'
  if (!isRunning(owner.pid)) return 'dead'
  const stat = readStat(owner.pid)
  if (!stat) return 'alive'
  return stat.isZombie || stat.startTicks !== owner.startTicks ? 'dead' : 'alive'
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

function readStat(pid: number): { startTicks: string; isZombie: boolean } | undefined {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The command's name stands in parentheses and may hold spaces and parentheses itself.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startTicks = fields?.[19]
  return startTicks === undefined
    ? undefined
    : { startTicks, isZombie: fields?.[0] === 'Z' || fields?.[0] === 'X' }
}

function readOr(read: () => string): string | null {
  try {
    return read()
  } catch {
    return null
  }
}
