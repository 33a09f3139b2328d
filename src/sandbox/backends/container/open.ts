import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { arch } from 'node:os'
import { join } from 'node:path'
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
import { runArguments } from './arguments.ts'
import {
  type Engine,
  type EngineChoice,
  findEngine,
  hasOwnKernel,
  hostSocketsOf,
  installEngine,
  isRemapped,
} from './engine.ts'
import { importRoot } from './image.ts'
import { withMend } from './mend.ts'
import { containerProfile } from './seccomp-profile.ts'
import { labelOf, nameOf, removal, sweepContainers } from './sweep.ts'

export interface ContainerOptions extends EngineChoice {
  readonly runtime: PythonRuntime
  /** Folder for grants and notes. */
  readonly stateDir: string
  /** Controls without which nothing may run. */
  readonly required: readonly Control[]
  /** The most that any job may ask for; a container is made before its job is known. */
  readonly limits: Limits
  readonly preload?: readonly string[]
  /** Jobs may have a way to an egress gateway. */
  readonly canEgress?: boolean
  /** How many runs at once, by default four; the others wait. */
  readonly concurrency?: number | undefined
  /** How many runs may wait. */
  readonly queue?: number | undefined
}

/**
 * Opens a sandbox in which each job has a container of Podman or Docker. Throws `sandbox-unavailable` naming what is
 * missing and what mends it. Removes the containers that dead processes left behind.
 */
export async function openContainerSandbox(options: ContainerOptions): Promise<Sandbox> {
  const engine = findEngine(options)
  if (engine === undefined) {
    throw unavailable(`${options.engine ?? 'no container engine'} is not installed`, installEngine)
  }
  await sweepFolders(options.stateDir)
  sweepContainers(engine, options.stateDir)
  const folder = makeFolder(options.stateDir)
  try {
    const sandbox = openIn(folder, engine, options)
    await ready(sandbox)
    return sandbox
  } catch (error) {
    folder.remove(true)
    throw withMend(error)
  }
}

function openIn(folder: SandboxFolder, engine: Engine, options: ContainerOptions): SoloSandbox {
  const { limits, required, runtime, preload = defaultPreload, canEgress = false } = options
  const token = randomBytes(4).toString('hex')
  const nameOfNth = (nth: number) => nameOf(folder.path, token, nth)
  const groups = takesGroups(engine)
    ? new ContainerGroups({ folder, nameOf: nameOfNth, limits })
    : undefined
  const controls = armedControls(engine, groups)
  const missing = missingControls(required, controls)
  if (missing.length > 0) {
    const reason = `it cannot arm ${missing.join(' and ')}, which the policy requires`
    throw unavailable(reason, mendControls)
  }
  const machine = machineOf(arch())
  const root = makeGuestRoot({
    ...{ folder: folder.path, runtime, machine, preload },
    ...(hasOwnKernel(engine) ? { jobUser } : {}),
  })
  const seccompFile = join(folder.path, 'seccomp.json')
  writeFileSync(seccompFile, JSON.stringify(containerProfile(machine, canEgress)))
  // A daemon reads it, or this user's client.
  chmodSync(seccompFile, 0o444)
  const image = engine.name === 'podman' ? undefined : importRoot(engine, root)
  const hostSockets = canEgress ? hostSocketsOf(engine) : undefined
  const start = (nth: number, grantDir: string): Container => {
    const name = nameOfNth(nth)
    const own = groups?.make(nth)
    const args = runArguments({
      ...{ engine, name, root, image, grantDir, seccompFile, limits, hostSockets },
      ...{ label: labelOf(options.stateDir), identity: folder.identity },
    })
    const { program, env } = engine
    const supervisor = launch({
      ...{ backend: 'container', program, args, env, groups: own?.joins ?? [] },
    })
    const end = async () => {
      // The client first, or it might still make the container when that has been removed.
      supervisor.kill()
      await supervisor.gone
      await remove(engine, name)
      if (own) await groups?.remove(own)
    }
    return { supervisor, end }
  }
  return new SoloSandbox({
    ...{ backend: 'container', controls, folder, start, canEgress },
    isolation: hasOwnKernel(engine) ? 'user-kernel' : 'container',
    release: async () => folder.remove(groups?.areGone ?? true),
    turns: turnsOf(options),
  })
}

/** What an engine arms by the words it is started with; only the user namespace depends on the machine. */
function armedControls(engine: Engine, groups: ContainerGroups | undefined): readonly Control[] {
  const isMapped = hasOwnKernel(engine) || engine.name === 'podman' || isRemapped(engine)
  const walls = wallControls.filter((control) => control !== 'user-namespace' || isMapped)
  const byEngine = ['cgroup-memory', 'cgroup-pids', 'cgroup-cpu'] as const
  const counted = hasOwnKernel(engine) ? (groups?.controls ?? []) : byEngine
  return [...walls, 'memory-watch', ...counted]
}

/** gVisor takes no limits from an engine. Podman can be had to start a container in the groups that it is itself in. */
function takesGroups(engine: Engine): boolean {
  return engine.name === 'podman' && hasOwnKernel(engine)
}

async function remove(engine: Engine, name: string): Promise<void> {
  const { program, env } = engine
  const child = spawn(program, removal(engine, name), { env, cwd: '/', stdio: 'ignore' })
  child.on('error', () => {})
  await once(child, 'close').catch(() => {})
}

async function ready(sandbox: SoloSandbox): Promise<void> {
  try {
    await sandbox.ready
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

const mendControls =
  'Use Podman, rootless Docker or a Docker daemon with userns-remap, or take the control off the list that the policy requires.'

function unavailable(reason: string, help: string): CordonError {
  return new CordonError('sandbox-unavailable', `Cannot start sandbox "container": ${reason}.`, {
    help,
  })
}
