import { spawn } from 'node:child_process'
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { exhaustionOf } from '../../../kernel/exhaustion.ts'
import type { PythonRuntime } from '../../../kernel/runtime.ts'
import { guestFolder } from '../../guest-files.ts'
import type { ControlGroups } from './control-groups.ts'
import { shellArguments } from './shell.ts'
import { type Supervisor, superviseProcess } from './supervisor.ts'
import type { Identity } from './unprivileged.ts'

export interface StartOptions {
  readonly bwrap: string
  readonly runtime: PythonRuntime
  readonly identity: Identity | undefined
  readonly grantDir: string
  readonly groups: ControlGroups | undefined
  readonly preload: readonly string[]
  /** How many supervisors the sandbox has started before. */
  readonly start: number
  /** Files that hold the two system call filters. */
  readonly supervisorFilter: string
  readonly jobFilter: string
  /** The one for jobs with egress, where there are such. */
  readonly egressFilter?: string
}

/** Starts the outer shell with a supervisor in it, as a user without rights. */
export function startSupervisor(options: StartOptions): Supervisor {
  const files = new HandedFiles()
  try {
    const seccompFd = files.open(options.supervisorFilter)
    const jobFilterFd = files.open(options.jobFilter)
    const egressFilterFd = options.egressFilter && files.open(options.egressFilter)
    const guestFds = new Map(
      guestModules().map((name) => [name, files.open(join(guestFolder, name))]),
    )
    const isGated = options.groups?.version === 2
    const gate = files.next()
    const { runtime, groups, grantDir } = options
    const plan = {
      ...{
        python: runtime.python,
        mounts: runtime.mounts,
        matplotlibCache: runtime.matplotlibCache,
      },
      ...{ grantDir, groups, topFolders: topFolders(), seccompFd, jobFilterFd, guestFds },
      ...(typeof egressFilterFd === 'number' && { egressFilterFd }),
      ...(isGated ? { infoFd: gate, blockFd: gate + 1 } : {}),
      settings: JSON.stringify({
        preload: options.preload,
        cgroups: guestGroups(groups),
        start: options.start,
      }),
    }
    const child = spawn(options.bwrap, shellArguments(plan), {
      ...(options.identity ?? {}),
      cwd: '/',
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', ...files.open_, ...(isGated ? gatePipes : [])],
    })
    if (isGated && options.groups?.supervisor !== undefined) {
      const [info, block] = [child.stdio[gate] as Readable, child.stdio[gate + 1] as Writable]
      enterGroup({ info, block, shell: child.pid, group: options.groups.supervisor })
    }
    return superviseProcess(child)
  } catch (error) {
    throw exhaustionOf(error) ?? error
  } finally {
    files.close()
  }
}

const gatePipes = ['pipe', 'pipe'] as const
const firstHandedFd = 4

/** Files opened here and handed over as descriptors, because the other side may not open them itself. */
class HandedFiles {
  readonly open_: number[] = []

  /** Opens a file and gives the descriptor it will have over there. */
  open(path: string): number {
    this.open_.push(openSync(path, 'r'))
    return this.next() - 1
  }

  next(): number {
    return firstHandedFd + this.open_.length
  }

  close(): void {
    for (const fd of this.open_) closeSync(fd)
  }
}

/** File names of the modules that run inside. */
export function guestModules(): string[] {
  return readdirSync(guestFolder).filter((name) => name.endsWith('.py'))
}

function guestGroups(groups: ControlGroups | undefined): object {
  if (groups === undefined) return {}
  const inside = (path: string | undefined, name: string) =>
    path === undefined ? {} : { [name]: `/cgroup/${name}` }
  const pids = groups.version === 1 ? inside(groups.pids, 'pids') : {}
  return { version: groups.version, ...inside(groups.memory, 'memory'), ...pids }
}

/** Folders beside /usr that hold the system: to the target of their symbolic link, or undefined for a real folder. */
export function topFolders(): ReadonlyMap<string, string | undefined> {
  const there = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'].flatMap((path) => {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return []
    return [[path, stat.isSymbolicLink() ? readlinkSync(path) : undefined] as const]
  })
  return new Map(there)
}

interface Gate {
  readonly info: Readable
  readonly block: Writable
  readonly shell: number | undefined
  readonly group: string
}

/**
 * Moves both of bwrap's processes into a version 2 group before the supervisor starts: a process can only be put into
 * a run's group by one that is below the same handed-over group (Linux cgroup-v2.rst, delegation containment).
 */
function enterGroup({ info, block, shell, group }: Gate): void {
  let text = ''
  info.on('data', (chunk: Uint8Array) => {
    text += new TextDecoder().decode(chunk)
    const inner = /"child-pid": (\d+)/.exec(text)?.[1]
    if (inner === undefined) return
    info.removeAllListeners('data')
    try {
      for (const pid of [inner, shell]) writeFileSync(join(group, 'cgroup.procs'), String(pid))
    } catch {
      // Left unopened, the gate ends with the pipe, and the first run's group then refuses its child.
    }
    block.end('1')
  })
  block.on('error', () => {})
}
