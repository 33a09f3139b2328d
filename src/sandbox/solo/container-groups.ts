import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Control } from '../../kernel/controls.ts'
import type { Limits } from '../../kernel/limits.ts'
import {
  type ControlGroups,
  findCpuParent,
  findGroupParents,
  groupPaths,
  makeGroups,
  removeGroups,
  removeGroupsSoon,
} from '../backends/linux/control-groups.ts'
import type { SandboxFolder } from '../backends/linux/folder.ts'

export interface ContainerGroupsOptions {
  readonly folder: Pick<SandboxFolder, 'noteGroups'>
  /** Name of the groups of the nth container. */
  readonly nameOf: (nth: number) => string
  readonly limits: Limits
}

/**
 * Control groups that hold each container of a sandbox, its kernel and all, to its limits; what this machine cannot make is not
 * armed. They are noted in the sandbox's folder before they are made, so that a death in between leaves nothing unknown.
 */
export class ContainerGroups {
  /** What they arm, found out by making some. */
  readonly controls: readonly Control[]
  private readonly options: ContainerGroupsOptions
  private readonly noted = new Set<string>()

  constructor(options: ContainerGroupsOptions) {
    this.options = options
    const first = this.make(0)
    this.controls = first.controls
    void this.remove(first)
  }

  /** Makes those of the nth container. */
  make(nth: number): Groups {
    const { folder, nameOf, limits } = this.options
    for (const group of groupPathsOf(nameOf(nth))) this.noted.add(group)
    folder.noteGroups([...this.noted])
    return makeGroupsOf(nameOf(nth), limits)
  }

  /** Removes those of a container that has ended. */
  async remove({ made }: Groups): Promise<void> {
    if (await removeGroupsSoon(made)) for (const group of made) this.noted.delete(group)
  }

  /** None is left. */
  get areGone(): boolean {
    return this.noted.size === 0
  }
}

/** Control groups of one container, or none where this machine has none to give. */
export interface Groups {
  readonly controls: readonly Control[]
  /** Every folder that is made for it. */
  readonly made: readonly string[]
  /** Files that a process writes its number to in order to be counted. */
  readonly joins: readonly string[]
}

function groupPathsOf(name: string): readonly string[] {
  const parents = findGroupParents()
  const counting = parents === undefined ? [] : groupPaths(parents, name)
  const cpu = findCpuParent()
  return [...new Set([...counting, ...(cpu === undefined ? [] : [join(cpu, name)])])]
}

function makeGroupsOf(name: string, limits: Limits): Groups {
  const counting = makeCountingGroups(name, limits)
  const cpu = makeCpuGroup(name, counting.made)
  return {
    controls: [...counting.controls, ...cpu.controls],
    made: [...new Set([...counting.made, ...cpu.made])],
    joins: [...counting.joins, ...cpu.joins],
  }
}

const noGroups: Groups = { controls: [], made: [], joins: [] }

/** What gVisor itself and the preloaded libraries take beside the job's own memory, in bytes. */
const kernelBytes = 512 * 1024 * 1024
/** Threads of gVisor itself, whose number follows the machine's. */
const kernelThreads = 512
/** One processor: as much time as passes. */
const cpuMicroseconds = 100_000

function makeCountingGroups(name: string, limits: Limits): Groups {
  const parents = findGroupParents()
  if (parents === undefined) return noGroups
  try {
    return limited(makeGroups(parents, name, undefined), limits)
  } catch {
    removeGroups(groupPaths(parents, name))
    return noGroups
  }
}

function limited(groups: ControlGroups, limits: Limits): Groups {
  const { version, memory, pids, made, supervisor } = groups
  const bytes = String(limits.memoryBytes + kernelBytes)
  const name = version === 1 ? 'memory.limit_in_bytes' : 'memory.max'
  if (memory !== undefined) writeFileSync(join(memory, name), bytes)
  const threads = String(2 * limits.processes + kernelThreads)
  if (pids !== undefined) writeFileSync(join(pids, 'pids.max'), threads)
  const folders = supervisor === undefined ? made : [supervisor]
  return {
    controls: [
      ...(memory === undefined ? [] : (['cgroup-memory'] as const)),
      ...(pids === undefined ? [] : (['cgroup-pids'] as const)),
    ],
    made,
    joins: folders.map((folder) => join(folder, 'cgroup.procs')),
  }
}

/** Gives a container, its kernel and all, one processor's time (Linux sched-bwc.rst; cgroup-v2.rst, cpu.max). */
function makeCpuGroup(name: string, counting: readonly string[]): Groups {
  const parent = findCpuParent()
  if (parent === undefined) return noGroups
  const folder = join(parent, name)
  // On version 2 it is the group that counts, in a part of which the container will be.
  const isThere = counting.includes(folder)
  try {
    if (!isThere) mkdirSync(folder)
    limitTime(folder)
  } catch {
    if (!isThere) removeGroups([folder])
    return noGroups
  }
  const joins = isThere ? [] : [join(folder, 'cgroup.procs')]
  return { controls: ['cgroup-cpu'], made: [folder], joins }
}

function limitTime(folder: string): void {
  const time = String(cpuMicroseconds)
  const unified = join(folder, 'cpu.max')
  if (existsSync(unified)) {
    writeFileSync(unified, `${time} ${time}`)
    return
  }
  writeFileSync(join(folder, 'cpu.cfs_period_us'), time)
  writeFileSync(join(folder, 'cpu.cfs_quota_us'), time)
}
