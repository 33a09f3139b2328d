import type { Limits } from '../../../kernel/limits.ts'
import {
  type GuestRoot,
  grantsTarget,
  parentCapabilities,
  workFolder,
} from '../../solo/guest-root.ts'
import type { Identity } from '../linux/unprivileged.ts'
import { type Engine, hasOwnKernel } from './engine.ts'

export interface ContainerPlan {
  readonly engine: Engine
  readonly name: string
  /** State folder, by which containers of dead processes are found again. */
  readonly label: string
  readonly root: GuestRoot
  /** Image to start from, for engines that cannot start from a folder. */
  readonly image: string | undefined
  readonly grantDir: string
  readonly seccompFile: string
  /** Who the container's processes are on the host, where this process may choose; else themselves. */
  readonly identity: Identity | undefined
  readonly limits: Limits
  /** Flag by which the OCI runtime lets containers connect to the sockets they see, where it needs one for that. */
  readonly hostSockets: string | undefined
}

/** The command line that starts one container with every wall that the engine has. */
export function runArguments(plan: ContainerPlan): string[] {
  const { engine, root, limits } = plan
  return [
    ...runtimeArguments(engine, plan.hostSockets),
    'run',
    ...(engine.name === 'docker' && engine.ociRuntime ? ['--runtime', engine.ociRuntime] : []),
    ...['--interactive', '--rm', '--name', plan.name, '--label', plan.label],
    ...['--pull', 'never', '--log-driver', 'none', '--hostname', 'cordon', '--workdir', workFolder],
    ...['--read-only', '--network', 'none', '--ipc', 'private', '--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges', '--security-opt', `seccomp=${plan.seccompFile}`],
    ...userArguments(plan),
    ...(hasOwnKernel(engine) ? parentCapabilities.flatMap((name) => ['--cap-add', name]) : []),
    ...['--tmpfs', `${workFolder}:rw,nosuid,nodev,mode=1777,size=${limits.diskBytes}`],
    ...limitArguments(limits),
    ...[...root.binds, { source: plan.grantDir, target: grantsTarget }].flatMap(
      ({ source, target }) => ['--mount', `type=bind,source=${source},target=${target},readonly`],
    ),
    ...Object.entries(root.environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...(engine.name === 'podman' ? podmanOnly : []),
    // Else Podman moves what starts the container to a group of its own.
    ...(engine.name === 'podman' && hasOwnKernel(engine) ? ['--cgroups', 'no-conmon'] : []),
    ...(plan.image === undefined ? ['--rootfs', root.path] : [plan.image]),
    ...root.command,
  ]
}

/** Who the job is inside. */
export const insideId = 65534
/** Far above every id that sandboxes use. */
const rootOffset = 100_000_000

function runtimeArguments(
  { name, ociRuntime, platform }: Engine,
  hostSockets: string | undefined,
): string[] {
  // A Docker daemon knows its runtimes by name, with the flags they are given; so does "run".
  if (ociRuntime === undefined || name === 'docker') return []
  const flags = ['network=none', 'ignore-cgroups', `platform=${platform}`]
  if (hostSockets !== undefined) flags.push(hostSockets)
  const own = platform === undefined ? [] : flags.flatMap((flag) => ['--runtime-flag', flag])
  return ['--runtime', ociRuntime, ...own]
}

/** Podman would hand in the host's names and proxies, and raise limits that it may not everywhere. */
const podmanOnly = [
  ...['--no-hosts', '--http-proxy=false', '--read-only-tmpfs=false', '--passwd=false'],
  ...['--security-opt', 'mask=/sys', '--shm-size', '64k'],
  ...['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'],
]

function userArguments({ engine, identity }: ContainerPlan): string[] {
  if (identity === undefined) {
    const user = `${process.getuid?.()}:${process.getgid?.()}`
    return ['--user', user, ...(engine.name === 'podman' ? ['--userns', 'keep-id'] : [])]
  }
  if (engine.name === 'docker' || hasOwnKernel(engine)) {
    return ['--user', `${identity.uid}:${identity.gid}`]
  }
  const maps = (option: string, id: number) => [
    ...[option, `0:${id + rootOffset}:1`],
    ...[option, `${insideId}:${id}:1`],
  ]
  return [
    ...['--user', `${insideId}:${insideId}`],
    ...[...maps('--uidmap', identity.uid), ...maps('--gidmap', identity.gid)],
  ]
}

/** Preloaded libraries, which every job starts with, beside its own memory. */
const preloadedBytes = 256 * 1024 * 1024
/** The trusted parent and the engine's own first process. */
const ownProcesses = 8

function limitArguments(limits: Limits): string[] {
  const bytes = String(limits.memoryBytes + preloadedBytes)
  return [
    ...['--memory', bytes, '--memory-swap', bytes, '--cpus', '1'],
    ...['--pids-limit', String(limits.processes + ownProcesses), '--ulimit', 'core=0:0'],
    // Where the machine runs short of memory, a run goes first.
    ...['--oom-score-adj', '1000'],
    // The one limit that a guest cannot set itself under gVisor.
    ...['--ulimit', 'msgqueue=0:0'],
  ]
}
