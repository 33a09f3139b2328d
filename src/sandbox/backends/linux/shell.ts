import type { ControlGroups } from './control-groups.ts'

/** What the outer shell needs to know; descriptors are numbers in the process that becomes bwrap. */
export interface ShellPlan {
  readonly python: string
  readonly mounts: readonly string[]
  readonly matplotlibCache: string | undefined
  readonly grantDir: string
  readonly groups: ControlGroups | undefined
  /** Top folders such as /lib: to the target of their symbolic link, or undefined for a real folder. */
  readonly topFolders: ReadonlyMap<string, string | undefined>
  readonly seccompFd: number
  readonly jobFilterFd: number
  readonly egressFilterFd?: number
  /** Descriptor of each guest module, by file name. */
  readonly guestFds: ReadonlyMap<string, number>
  readonly infoFd?: number
  readonly blockFd?: number
  /** The supervisor's settings, as JSON. */
  readonly settings: string
}

/**
 * The bwrap command line: a root file system that can only be read and holds the interpreter, its packages and nothing
 * of this machine, in namespaces of its own, with no capability, no network and a filter on system calls.
 */
export function shellArguments(plan: ShellPlan): string[] {
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...['--hostname', 'cordon'],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...system(plan.topFolders),
    ...plan.mounts.flatMap(readOnly),
    ...fontCache(plan.matplotlibCache),
    ...['--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys'],
    ...['--dir', '/dev', ...devices.flatMap((device) => ['--dev-bind', device, device])],
    ...['--size', String(ownTmpBytes), '--tmpfs', '/tmp', '--ro-bind', plan.grantDir, '/grants'],
    ...groups(plan.groups),
    ...guest(plan),
    ...['--chdir', '/tmp', '--remount-ro', '/', '--seccomp', String(plan.seccompFd)],
    ...(plan.infoFd === undefined ? [] : ['--info-fd', String(plan.infoFd)]),
    ...(plan.blockFd === undefined ? [] : ['--block-fd', String(plan.blockFd)]),
    ...['--', plan.python, '-I', '-B', '-c', bootstrap, plan.settings],
  ]
}

const ownTmpBytes = 8 << 20
const devices = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom']

const bootstrap =
  "import sys; sys.path.insert(0, '/guest'); from cordon_guest.supervisor import start; " +
  "sys.path.remove('/guest'); start()"

/** What a run finds in its environment. */
export const environment: { readonly [name: string]: string } = {
  PATH: '/usr/bin',
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  MPLBACKEND: 'Agg',
  MPLCONFIGDIR: '/tmp/matplotlib',
  // One thread a library: a thread pool does not survive a fork, and runs share the machine.
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  // Pools that reserve address space ahead would run into the limit on it.
  ARROW_DEFAULT_MEMORY_POOL: 'system',
  JE_ARROW_MALLOC_CONF: 'background_thread:false',
  MALLOC_ARENA_MAX: '2',
  // There is one process, and joblib else warns about it.
  JOBLIB_MULTIPROCESSING: '0',
}

/** matplotlib only takes a cache that it could write to, so the guest copies this one. */
function fontCache(folder: string | undefined): string[] {
  return folder === undefined ? [] : ['--ro-bind', folder, '/font-cache']
}

function system(topFolders: ShellPlan['topFolders']): string[] {
  const top = [...topFolders].flatMap(([path, target]) =>
    target === undefined ? readOnly(path) : ['--symlink', target, path],
  )
  // numpy's libraries are found through alternatives, all libraries faster through the cache.
  const etc = ['/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => [
    '--ro-bind-try',
    path,
    path,
  ])
  return [...readOnly('/usr'), ...top, ...etc]
}

function groups(made: ControlGroups | undefined): string[] {
  const bind = (path: string | undefined, to: string) =>
    path === undefined ? [] : ['--bind', path, to]
  if (made === undefined) return []
  const memory = bind(made.memory, '/cgroup/memory')
  return made.version === 2 ? memory : [...memory, ...bind(made.pids, '/cgroup/pids')]
}

function guest(plan: ShellPlan): string[] {
  const modules = [...plan.guestFds].flatMap(([name, fd]) => [
    ...['--ro-bind-data', String(fd), `/guest/cordon_guest/${name}`],
  ])
  const { egressFilterFd: egress } = plan
  return [
    ...modules,
    ...['--ro-bind-data', String(plan.jobFilterFd), '/job.bpf'],
    ...(egress === undefined ? [] : ['--ro-bind-data', String(egress), '/egress.bpf']),
  ]
}

function readOnly(path: string): string[] {
  return ['--ro-bind', path, path]
}
