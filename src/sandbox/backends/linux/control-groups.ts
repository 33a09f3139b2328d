import {
  accessSync,
  chownSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Identity } from './unprivileged.ts'

/** Groups of one sandbox, inside which its supervisor makes one a run. */
export interface ControlGroups {
  readonly version: 1 | 2
  /** Folder of the group that counts memory; on version 2 it counts processes too. */
  readonly memory: string | undefined
  readonly pids: string | undefined
  /** Version 2: the leaf that the supervisor's processes must be in. */
  readonly supervisor: string | undefined
  /** Every group that others were made inside of. */
  readonly made: readonly string[]
}

/** Where control groups can be made on this machine. */
export interface GroupParents {
  readonly version: 1 | 2
  readonly memory: string | undefined
  readonly pids: string | undefined
}

/** Finds the folders in which this process can make groups; undefined where there is none. */
export function findGroupParents(): GroupParents | undefined {
  const mounts = parseGroupMounts(readText('/proc/self/mountinfo'))
  const own = parseOwnGroups(readText('/proc/self/cgroup'))
  const memory = writableParent(mounts, own, 'memory')
  const pids = writableParent(mounts, own, 'pids')
  if (memory !== undefined || pids !== undefined) return { version: 1, memory, pids }
  const unified = unifiedParent(mounts, own)
  return unified === undefined ? undefined : { version: 2, memory: unified, pids: unified }
}

/** The folder in which this process can make groups with a share of the processors; undefined where there is none. */
export function findCpuParent(): string | undefined {
  const mounts = parseGroupMounts(readText('/proc/self/mountinfo'))
  const own = parseOwnGroups(readText('/proc/self/cgroup'))
  const parent = writableParent(mounts, own, 'cpu')
  if (parent !== undefined) return parent
  return candidates(mounts, own, '').find((path) => isWritable(path) && handsDown(path, ['cpu']))
}

/** Where the groups of one sandbox will be. */
export function groupPaths(parents: GroupParents, name: string): string[] {
  const folders = [parents.memory, parents.pids].filter((parent) => parent !== undefined)
  return [...new Set(folders)].map((parent) => join(parent, name))
}

/** Makes the groups of one sandbox and hands them to its user. Throws what the kernel answers. */
export function makeGroups(
  parents: GroupParents,
  name: string,
  identity: Identity | undefined,
): ControlGroups {
  const made = groupPaths(parents, name)
  for (const folder of made) makeGroup(folder, identity)
  const group = (parent: string | undefined) =>
    parent === undefined ? undefined : join(parent, name)
  const [memory, pids] = [group(parents.memory), group(parents.pids)]
  if (parents.version === 1) return { version: 1, memory, pids, supervisor: undefined, made }
  const supervisor = join(memory ?? '', 'supervisor')
  makeGroup(supervisor, identity)
  writeFileSync(join(memory ?? '', 'cgroup.subtree_control'), '+memory +pids')
  return { version: 2, memory, pids: memory, supervisor, made }
}

/** Removes groups and those inside them; one that still holds a process stays. Gives false where one stayed. */
export function removeGroups(paths: readonly string[]): boolean {
  return [...paths].reverse().map(removeGroup).every(Boolean)
}

/** Removes groups as `removeGroups` does; waits for the kernel, which lets go of a group a moment after its last process. */
export async function removeGroupsSoon(paths: readonly string[]): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (removeGroups(paths)) return true
    await sleep(10)
  }
  return false
}

/** Removes what the nth supervisor of a sandbox made and left, once it is gone. */
export async function removeRunGroups(made: readonly string[], nth: number): Promise<void> {
  await removeGroupsSoon(made.flatMap((folder) => runGroups(folder, nth)))
}

function runGroups(folder: string, nth: number): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith(`run-${nth}-`))
    return names.map((name) => join(folder, name))
  } catch {
    // The sandbox was closed meanwhile.
    return []
  }
}

/** Where each version 1 controller is mounted, and where version 2 is (under the empty name). */
export function parseGroupMounts(mountinfo: string): ReadonlyMap<string, GroupMount> {
  const mounts = new Map<string, GroupMount>()
  for (const line of mountinfo.split('\n')) {
    const [left, right] = line.split(' - ')
    const [, , , root, path] = left?.split(' ') ?? []
    const [type, , options] = right?.split(' ') ?? []
    if (root === undefined || path === undefined) continue
    if (type === 'cgroup2') mounts.set('', { root, path })
    if (type !== 'cgroup') continue
    for (const option of options?.split(',') ?? []) mounts.set(option, { root, path })
  }
  return mounts
}

/** The group this process is in, by controller; version 2 under the empty name (cgroups(7)). */
export function parseOwnGroups(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
  return new Map(
    lines.flatMap((match) =>
      (match?.[1] ?? 'none').split(',').map((name) => [name, match?.[2] ?? '']),
    ),
  )
}

interface GroupMount {
  /** The part of the hierarchy that is mounted. */
  readonly root: string
  readonly path: string
}

type Mounts = ReadonlyMap<string, GroupMount>
type OwnGroups = ReadonlyMap<string, string>

/** The group this process is in, so that the limits on it stay in force, else the top of what is mounted. */
function candidates(mounts: Mounts, own: OwnGroups, name: string): string[] {
  const mount = mounts.get(name)
  if (mount === undefined) return []
  const inside = relative(mount.root, own.get(name) ?? '/')
  return inside.startsWith('..') ? [mount.path] : [join(mount.path, inside), mount.path]
}

function writableParent(mounts: Mounts, own: OwnGroups, name: string): string | undefined {
  return candidates(mounts, own, name).find(isWritable)
}

function unifiedParent(mounts: Mounts, own: OwnGroups): string | undefined {
  return candidates(mounts, own, '').find((path) => isWritable(path) && handsDown(path, counters))
}

const counters = ['memory', 'pids'] as const

/** True where groups made inside have these controllers; turns them on where it may. */
function handsDown(path: string, names: readonly string[]): boolean {
  const isOn = () => {
    const on = readText(join(path, 'cgroup.subtree_control')).trim().split(' ')
    return names.every((name) => on.includes(name))
  }
  if (isOn()) return true
  try {
    writeFileSync(join(path, 'cgroup.subtree_control'), names.map((name) => `+${name}`).join(' '))
  } catch {
    return false
  }
  return isOn()
}

function makeGroup(folder: string, identity: Identity | undefined): void {
  mkdirSync(folder)
  if (identity === undefined) return
  chownSync(folder, identity.uid, identity.gid)
  chownSync(join(folder, 'cgroup.procs'), identity.uid, identity.gid)
}

function removeGroup(path: string): boolean {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) removeGroup(join(path, entry.name))
    }
    rmdirSync(path)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
