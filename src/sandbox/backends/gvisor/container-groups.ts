import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Limits } from '../../../kernel/limits.ts'
import {
  type ControlGroups,
  findGroupParents,
  groupPaths,
  makeGroups,
  removeGroups,
} from '../linux/control-groups.ts'

/** Control groups of one container, or none where this machine has none to give. */
export interface ContainerGroups {
  readonly hasMemory: boolean
  readonly hasPids: boolean
  /** Every folder that is made for it. */
  readonly made: readonly string[]
  /** Files that a process writes its number to in order to be counted. */
  readonly joins: readonly string[]
}

/** The folders that `makeContainerGroups` would make under a name, to be noted before it does. */
export function containerGroupPaths(name: string): readonly string[] {
  const parents = findGroupParents()
  return parents === undefined ? [] : groupPaths(parents, name)
}

/** Makes groups that hold a container, its kernel and all, to its limits; what cannot be made is not armed. */
export function makeContainerGroups(name: string, limits: Limits): ContainerGroups {
  const parents = findGroupParents()
  if (parents === undefined) return noGroups
  try {
    return limited(makeGroups(parents, name, undefined), limits)
  } catch {
    removeGroups(groupPaths(parents, name))
    return noGroups
  }
}

const noGroups: ContainerGroups = { hasMemory: false, hasPids: false, made: [], joins: [] }

/** What gVisor itself and the preloaded libraries take beside the job's own memory, in bytes. */
const kernelBytes = 512 * 1024 * 1024
/** Threads of gVisor itself, whose number follows the machine's. */
const kernelThreads = 512

function limited(groups: ControlGroups, limits: Limits): ContainerGroups {
  const { version, memory, pids, made, supervisor } = groups
  const bytes = String(limits.memoryBytes + kernelBytes)
  const name = version === 1 ? 'memory.limit_in_bytes' : 'memory.max'
  if (memory !== undefined) writeFileSync(join(memory, name), bytes)
  const threads = String(2 * limits.processes + kernelThreads)
  if (pids !== undefined) writeFileSync(join(pids, 'pids.max'), threads)
  const folders = supervisor === undefined ? made : [supervisor]
  const joins = folders.map((folder) => join(folder, 'cgroup.procs'))
  return { hasMemory: memory !== undefined, hasPids: pids !== undefined, made, joins }
}
