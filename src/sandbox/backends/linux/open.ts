import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { arch, availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import type { Control } from '../../../kernel/controls.ts'
import { CordonError } from '../../../kernel/errors.ts'
import { exhaustionOf } from '../../../kernel/exhaustion.ts'
import type { PythonRuntime } from '../../../kernel/runtime.ts'
import type { Sandbox } from '../../port.ts'
import { armedControls, missingControls } from './armed.ts'
import { findBwrap, installBwrap } from './bwrap.ts'
import {
  type ControlGroups,
  findGroupParents,
  groupPaths,
  makeGroups,
  removeGroups,
  removeRunGroups,
} from './control-groups.ts'
import { makeFolder, type SandboxFolder, sweepFolders } from './folder.ts'
import { checkReach } from './reach.ts'
import { LinuxSandbox } from './sandbox.ts'
import { assemble } from './seccomp/assemble.ts'
import {
  egressJobFilter,
  egressSupervisorFilter,
  jobFilter,
  supervisorFilter,
} from './seccomp/filters.ts'
import type { Machine } from './seccomp/system-calls.ts'
import { startSupervisor } from './start.ts'

export interface LinuxSandboxOptions {
  readonly runtime: PythonRuntime
  /** Folder for grants and notes; as root every folder above it must be open to search for all users. */
  readonly stateDir: string
  /** Controls without which nothing may run. */
  readonly required: readonly Control[]
  /** Modules to import once, ahead of all runs, out of `preloadable`; by default the data stack and charts. */
  readonly preload?: readonly string[]
  /** How many runs at once, by default one a core; the others wait. */
  readonly concurrency?: number | undefined
  /** How many runs may wait. */
  readonly queue?: number | undefined
  /** After how many runs a warm process is replaced. */
  readonly runsEach?: number
  /** Jobs may have a way to an egress gateway. */
  readonly canEgress?: boolean
}

/** Modules that may be imported ahead of runs, outside a run's own walls. */
export const preloadable: readonly string[] = [
  ...[
    'numpy',
    'pandas',
    'pyarrow',
    'pyarrow.parquet',
    'matplotlib',
    'matplotlib.pyplot',
    'seaborn',
  ],
  ...['scipy', 'scipy.stats', 'sklearn', 'statsmodels.api', 'openpyxl'],
]

/**
 * Opens a sandbox on this machine's kernel: bubblewrap as a user without rights, and one locked-in child a run. Throws
 * `sandbox-unavailable` naming what is missing and what mends it. Removes what dead processes left behind.
 */
export async function openLinuxSandbox(options: LinuxSandboxOptions): Promise<Sandbox> {
  const machine = machineOf(arch())
  const bwrap = findBwrap()
  if (bwrap === undefined)
    throw unavailable('bubblewrap is not installed', `Install it: ${installBwrap}`)
  await sweepFolders(options.stateDir)
  const folder = claimFolder(options.stateDir)
  const groups = tryGroups(folder)
  try {
    return await openIn({ folder, groups, machine, bwrap, options })
  } catch (error) {
    folder.remove(removeGroups(groups?.made ?? []))
    throw error
  }
}

function claimFolder(stateDir: string): SandboxFolder {
  try {
    return makeFolder(stateDir)
  } catch (cause) {
    const exhaustion = exhaustionOf(cause)
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = `Cannot start sandbox "linux": its state folder cannot be made: ${exhaustion?.message ?? reason}`
    const help = exhaustion?.help ?? 'Choose a state folder that can be written to.'
    throw new CordonError(exhaustion?.code ?? 'sandbox-unavailable', message, { help, cause })
  }
}

interface Opening {
  readonly folder: SandboxFolder
  readonly groups: ControlGroups | undefined
  readonly machine: Machine
  readonly bwrap: string
  readonly options: LinuxSandboxOptions
}

async function openIn({ folder, groups, machine, bwrap, options }: Opening): Promise<Sandbox> {
  const { runtime, required, canEgress = false } = options
  const controls = armedControls(groups)
  const missing = missingControls(required, controls)
  if (missing.length > 0) {
    throw unavailable(
      `it cannot arm ${missing.join(' and ')}, which the policy requires`,
      mendGroups,
    )
  }
  if (folder.identity) checkReach([runtime.python, ...runtime.mounts, folder.grantDir])
  const outerFilter = canEgress ? egressSupervisorFilter : supervisorFilter
  const supervisorPath = writeFilter(folder, 'supervisor.bpf', assemble(machine, outerFilter))
  const jobPath = writeFilter(folder, 'job.bpf', assemble(machine, jobFilter))
  const egressPath = writeFilter(folder, 'egress.bpf', assemble(machine, egressJobFilter))
  const preload = (options.preload ?? defaultPreload).filter((name) => preloadable.includes(name))
  const start = (nth: number) => {
    const supervisor = startSupervisor({
      start: nth,
      ...{ bwrap, runtime, groups, preload, identity: folder.identity, grantDir: folder.grantDir },
      ...{ supervisorFilter: supervisorPath, jobFilter: jobPath },
      ...(canEgress && { egressFilter: egressPath }),
    })
    void supervisor.gone.then(() => removeRunGroups(groups?.made ?? [], nth))
    return supervisor
  }
  const sandbox = new LinuxSandbox({
    ...{ folder, groups, controls, canEgress },
    parents: { start, jobsEach: options.runsEach ?? defaultRunsEach },
    turns: {
      atOnce: options.concurrency ?? availableParallelism(),
      waiting: options.queue ?? defaultQueue,
    },
  })
  try {
    await sandbox.ready
    return sandbox
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

const defaultRunsEach = 500
const defaultQueue = 1000
/** What is imported ahead where nothing else is asked for. */
export const defaultPreload = ['numpy', 'pandas', 'pyarrow.parquet', 'matplotlib.pyplot']

/** Groups are an extra: what cannot be made is not armed, and then the policy decides. */
function tryGroups(folder: SandboxFolder): ControlGroups | undefined {
  const parents = findGroupParents()
  if (parents === undefined) return undefined
  const name = `cordon-${basename(folder.path)}-${randomBytes(4).toString('hex')}`
  // Noted first, so that a death in between leaves nothing that nobody knows of.
  folder.noteGroups(groupPaths(parents, name))
  try {
    return makeGroups(parents, name, folder.identity)
  } catch {
    removeGroups(groupPaths(parents, name))
    return undefined
  }
}

function writeFilter(folder: SandboxFolder, name: string, program: Uint8Array): string {
  const path = join(folder.path, name)
  writeFileSync(path, program, { mode: 0o600 })
  return path
}

/** The processor that filters are made for; throws `sandbox-unavailable` where there are none for it. */
export function machineOf(architecture: string): Machine {
  if (architecture === 'x64') return 'x86_64'
  if (architecture === 'arm64') return 'aarch64'
  throw unavailable(
    `there is no system call filter for ${architecture}`,
    'Use an x86-64 or ARM64 machine.',
  )
}

const mendGroups =
  'Run as root on a machine whose memory and pids cgroup controllers are on (cordon doctor shows them), or take the control off the list that the policy requires.'

function unavailable(reason: string, help: string): CordonError {
  return new CordonError('sandbox-unavailable', `Cannot start sandbox "linux": ${reason}.`, {
    help,
  })
}
