import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { arch } from 'node:os'
import { basename, join } from 'node:path'
import { type Control, wallControls } from '../../../kernel/controls.ts'
import { CordonError } from '../../../kernel/errors.ts'
import type { Limits } from '../../../kernel/limits.ts'
import type { PythonRuntime } from '../../../kernel/runtime.ts'
import type { Sandbox } from '../../port.ts'
import { ContainerGroups } from '../../solo/container-groups.ts'
import { jobUser, makeGuestRoot } from '../../solo/guest-root.ts'
import { launch } from '../../solo/launch.ts'
import { type Container, SoloSandbox } from '../../solo/sandbox.ts'
import { turnsOf } from '../../solo/turns-of.ts'
import { missingControls } from '../linux/armed.ts'
import { makeFolder, type SandboxFolder, sweepFolders } from '../linux/folder.ts'
import { defaultPreload, machineOf } from '../linux/open.ts'
import { writeBundle } from './bundle.ts'
import { findProgram, hostSocketsFlag, installRunsc, type Platform, platformOf } from './runsc.ts'

export interface GvisorOptions {
  readonly runtime: PythonRuntime
  /** Folder for grants, bundles and notes. */
  readonly stateDir: string
  /** Controls without which nothing may run. */
  readonly required: readonly Control[]
  /** The most that any job may ask for; a container is made before its job is known. */
  readonly limits: Limits
  /** Name or path of the program. */
  readonly runsc?: string
  readonly platform?: Platform
  /** Folders to look for programs in, as in PATH. */
  readonly path?: string
  readonly preload?: readonly string[]
  /** Jobs may have a way to an egress gateway. */
  readonly canEgress?: boolean
  /** How many runs at once, by default four; the others wait. */
  readonly concurrency?: number | undefined
  /** How many runs may wait. */
  readonly queue?: number | undefined
}

/**
 * Opens a sandbox in which each job has a kernel of its own, in user space (gVisor). Throws `sandbox-unavailable` naming
 * what is missing and what mends it.
 */
export async function openGvisorSandbox(options: GvisorOptions): Promise<Sandbox> {
  const runsc = findProgram(options.runsc ?? 'runsc', options.path ?? '')
  if (runsc === undefined)
    throw unavailable('runsc is not installed', `Install it: ${installRunsc}`)
  await sweepFolders(options.stateDir)
  const folder = makeFolder(options.stateDir)
  try {
    const sandbox = openIn(folder, runsc, options)
    await ready(sandbox)
    return sandbox
  } catch (error) {
    folder.remove(true)
    throw error
  }
}

function openIn(folder: SandboxFolder, runsc: string, options: GvisorOptions): SoloSandbox {
  const { limits, required, runtime, preload = defaultPreload, canEgress = false } = options
  const token = randomBytes(4).toString('hex')
  const nameOf = (nth: number) => `cordon-${basename(folder.path)}-${token}-${nth}`
  const groups = new ContainerGroups({ folder, nameOf, limits })
  const controls = [...wallControls, 'memory-watch', ...groups.controls] as const
  const missing = missingControls(required, controls)
  if (missing.length > 0) {
    const reason = `it cannot arm ${missing.join(' and ')}, which the policy requires`
    throw unavailable(reason, 'Take the control off the list that the policy requires.')
  }
  const root = makeGuestRoot({
    ...{ folder: folder.path, runtime, machine: machineOf(arch()), preload, jobUser },
  })
  const user = folder.identity ?? { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 }
  const isRootless = folder.identity === undefined
  const platform = options.platform ?? platformOf(runsc)
  const state = join(folder.path, 'runsc')
  mkdirSync(state, { mode: 0o700 })
  const flags = [
    ...[`--root=${state}`, `--platform=${platform}`, '--network=none', '--ignore-cgroups'],
    ...(isRootless ? ['--rootless'] : []),
    ...(canEgress ? [`--${hostSocketsFlag(runsc)}`] : []),
  ]
  const start = (nth: number, grantDir: string): Container => {
    const path = join(folder.path, `bundle-${nth}`)
    writeBundle({ root, path, grantDir, user, limits })
    const own = groups.make(nth)
    const args = [...flags, 'run', `--bundle=${path}`, nameOf(nth)]
    const supervisor = launch({ backend: 'gvisor', program: runsc, args, groups: own.joins })
    const end = async () => {
      supervisor.kill()
      await supervisor.gone
      await groups.remove(own)
    }
    return { supervisor, end }
  }
  const release = async () => folder.remove(groups.areGone)
  return new SoloSandbox({
    ...{ backend: 'gvisor', isolation: 'user-kernel', controls, folder, start, release, canEgress },
    turns: turnsOf(options),
  })
}

async function ready(sandbox: SoloSandbox): Promise<void> {
  try {
    await sandbox.ready
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

function unavailable(reason: string, help: string): CordonError {
  return new CordonError('sandbox-unavailable', `Cannot start sandbox "gvisor": ${reason}.`, {
    help,
  })
}
