import { chmodSync, copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PythonRuntime } from '../../kernel/runtime.ts'
import { preloadable } from '../backends/linux/open.ts'
import { assemble } from '../backends/linux/seccomp/assemble.ts'
import { egressJobFilter, jobFilter } from '../backends/linux/seccomp/filters.ts'
import type { Machine } from '../backends/linux/seccomp/system-calls.ts'
import { environment } from '../backends/linux/shell.ts'
import { guestModules, topFolders } from '../backends/linux/start.ts'
import { guestFolder } from '../guest-files.ts'

/** A folder or file of the host that a container sees, read-only. */
export interface Bind {
  readonly source: string
  readonly target: string
}

/** The file system of a container and what it starts: all of it comes from the provisioned Python runtime. */
export interface GuestRoot {
  /** Folder with mount points and links, and nothing else. */
  readonly path: string
  readonly binds: readonly Bind[]
  readonly command: readonly string[]
  readonly environment: { readonly [name: string]: string }
}

export interface GuestRootOptions {
  /** Folder of the sandbox, which the guest's files are copied to. */
  readonly folder: string
  readonly runtime: PythonRuntime
  readonly machine: Machine
  /** Modules to import before the job comes, out of `preloadable`. */
  readonly preload: readonly string[]
  /** The user that a job becomes, where kernels show processes of one user to each other; needs `parentCapabilities`. */
  readonly jobUser?: number
}

/** What a trusted parent needs to give its child another user and to end it then. */
export const parentCapabilities = ['CAP_SETUID', 'CAP_SETGID', 'CAP_KILL'] as const
/** Nobody else's user: a container holds one job. */
export const jobUser = 65533

/** Where a container finds the files granted to its job. */
export const grantsTarget = '/grants'
/** The only folder of a container that can be written to. */
export const workFolder = '/tmp'

/** Makes the root that every container of a sandbox starts with. */
export function makeGuestRoot(options: GuestRootOptions): GuestRoot {
  const { folder, runtime } = options
  const preload = options.preload.filter((name) => preloadable.includes(name))
  const path = join(folder, 'root')
  const guest = copyGuest(folder, options.machine)
  const top = topFolders()
  const links = [...top].flatMap(([at, target]) => (target === undefined ? [] : [[at, target]]))
  const system = ['/etc/alternatives', '/etc/ld.so.cache'].filter((at) => existsSync(at))
  const same = ['/usr', ...[...top.keys()].filter((at) => top.get(at) === undefined), ...system]
  const font = runtime.matplotlibCache
  const binds = [
    ...[...same, ...runtime.mounts].map((at) => ({ source: at, target: at })),
    ...(font === undefined ? [] : [{ source: font, target: '/font-cache' }]),
    { source: guest, target: '/guest' },
  ]
  makePoints(path, binds)
  for (const [at, target] of links) symlinkSync(target ?? '', join(path, at ?? ''))
  const settings = JSON.stringify({ preload, jobUser: options.jobUser ?? null })
  const command = [runtime.python, '-I', '-B', '-c', bootstrap, settings]
  return { path, binds, command, environment }
}

const bootstrap =
  "import sys; sys.path.insert(0, '/guest'); from cordon_guest.solo import start; " +
  "sys.path.remove('/guest'); start()"

/** Copied, because the package may lie where a user without rights cannot read. */
function copyGuest(folder: string, machine: Machine): string {
  const guest = join(folder, 'guest')
  const modules = join(guest, 'cordon_guest')
  makeOpenFolder(modules, folder)
  for (const name of guestModules()) {
    copyFileSync(join(guestFolder, name), join(modules, name))
    chmodSync(join(modules, name), 0o444)
  }
  for (const [name, filter] of Object.entries({ job: jobFilter, egress: egressJobFilter })) {
    const file = join(guest, `${name}.bpf`)
    writeFileSync(file, assemble(machine, filter))
    chmodSync(file, 0o444)
  }
  return guest
}

function makePoints(root: string, binds: readonly Bind[]): void {
  const isFile = (target: string) => target === '/etc/ld.so.cache'
  const targets = binds.map(({ target }) => target).filter((at) => !at.startsWith('/usr/'))
  const folders = targets.filter((target) => !isFile(target))
  for (const at of [...ownFolders, ...folders]) makeOpenFolder(join(root, at), dirname(root))
  // Engines give the file system that they mount here the rights of the folder below it.
  chmodSync(join(root, workFolder), 0o1777)
  for (const file of [...engineFiles, ...targets.filter(isFile)]) {
    makeOpenFolder(join(root, dirname(file)), dirname(root))
    writeFileSync(join(root, file), '', { mode: 0o444 })
  }
}

const ownFolders = ['/proc', '/sys', '/dev', workFolder, grantsTarget]
/** Engines put files of theirs over these. */
const engineFiles = ['/run/.containerenv', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf']

/** Makes a folder and those above it, up to a given one, readable to all whatever the umask. */
function makeOpenFolder(path: string, below: string): void {
  mkdirSync(path, { recursive: true })
  for (let folder = path; folder !== below; folder = dirname(folder)) chmodSync(folder, 0o755)
}
