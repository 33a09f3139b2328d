import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseGroupMounts } from '../../src/sandbox/backends/linux/control-groups.ts'

/** What the containers of a sandbox take of this machine's processors, as the machine sees it. */
export interface ProcessorUse {
  /** Time so far, all their processes together. */
  readonly ms: number
  /** How many processors each container may keep busy; infinite where nothing says so. */
  readonly limits: readonly number[]
}

export function processorUse(grantDir: string): ProcessorUse {
  // Names of containers and of their groups hold that of the sandbox's folder.
  const name = grantDir.split('/').at(-2) ?? '?'
  const all = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  const named = all.filter((pid) => read(pid, 'cmdline').includes(name))
  const children = all.filter((pid) => named.includes(parentOf(pid)))
  const groups = new Set([...named, ...children].map(groupOf).filter((group) => isOwn(group, name)))
  const members = all.filter((pid) => groups.has(groupOf(pid)))
  const ms = members.reduce((sum, pid) => sum + ticksOf(pid) * msEachTick, 0)
  return { ms, limits: [...groups].map(limitOf) }
}

/** The quota of a group over its period (sched-bwc.rst; cgroup-v2.rst, cpu.max). On version 2 a part of it holds the processes. */
function limitOf(group: string): number {
  const mounts = parseGroupMounts(readFileSync('/proc/self/mountinfo', 'utf8'))
  const [first, unified] = [mounts.get('cpu'), mounts.get('')]
  if (first !== undefined) {
    const amount = (file: string) => Number(readFileSync(join(first.path, group, file), 'utf8'))
    const quota = amount('cpu.cfs_quota_us')
    return quota < 0 ? Number.POSITIVE_INFINITY : quota / amount('cpu.cfs_period_us')
  }
  const whole = join(unified?.path ?? '', group.replace(/\/supervisor$/, ''), 'cpu.max')
  const [quota, period] = readFileSync(whole, 'utf8').trim().split(' ')
  return quota === 'max' ? Number.POSITIVE_INFINITY : Number(quota) / Number(period)
}

/** USER_HZ, which is 100 on every machine that Cordon runs on (time(7)). */
const msEachTick = 10

/** Where a process's processor time is limited: in version 1 by the controller's name, in version 2 by the empty one. */
function groupOf(pid: string): string {
  const lines = read(pid, 'cgroup').split('\n')
  const line = lines.find((one) => /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:/.test(one)) ?? lines[0] ?? ''
  return line.slice(line.lastIndexOf(':') + 1)
}

/** Podman calls the groups of its containers by numbers of its own. */
function isOwn(group: string, name: string): boolean {
  return group.includes(name) || /libpod-[0-9a-f]{64}/.test(group)
}

function parentOf(pid: string): string {
  return fieldsOf(pid)[1] ?? ''
}

function ticksOf(pid: string): number {
  const fields = fieldsOf(pid)
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

/** The fields of /proc/pid/stat from the third on (proc(5)). */
function fieldsOf(pid: string): string[] {
  return read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ')
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
