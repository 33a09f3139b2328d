import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { arch } from 'node:os'
import type { PythonRuntime } from '../../../kernel/runtime.ts'
import { findBwrap, installBwrap } from './bwrap.ts'
import { findGroupParents } from './control-groups.ts'
import { checkReach } from './reach.ts'
import { chooseIdentity } from './unprivileged.ts'

/** One thing that the linux back end needs or can use, and whether this machine has it. */
export interface Probe {
  readonly name: string
  readonly state: 'ok' | 'missing'
  readonly detail: string
  /** Command or step that mends what is missing. */
  readonly mend?: string
}

/** Tells what this machine can enforce, by trying it; changes nothing and never throws. */
export async function probeLinux(runtime: PythonRuntime | undefined): Promise<readonly Probe[]> {
  const bwrap = findBwrap()
  return [
    probeMachine(),
    await probeBwrap(bwrap),
    await probeNamespaces(bwrap),
    probeSeccomp(),
    ...probeGroups(),
    probeRuntime(runtime),
  ]
}

function probeMachine(): Probe {
  const name = 'machine'
  const detail = `Linux on ${arch()}`
  const isKnown = process.platform === 'linux' && (arch() === 'x64' || arch() === 'arm64')
  if (isKnown) return { name, state: 'ok', detail }
  const mend = 'Use an x86-64 or ARM64 Linux machine.'
  return { name, state: 'missing', detail: `${process.platform} on ${arch()} has no filter`, mend }
}

async function probeBwrap(bwrap: string | undefined): Promise<Probe> {
  const name = 'bubblewrap'
  if (bwrap === undefined) {
    return { name, state: 'missing', detail: 'not installed', mend: installBwrap }
  }
  const { output } = await runAsNobody(bwrap, ['--version'])
  return { name, state: 'ok', detail: `${bwrap}, ${output.trim()}` }
}

async function probeNamespaces(bwrap: string | undefined): Promise<Probe> {
  const name = 'user namespaces'
  if (bwrap === undefined)
    return { name, state: 'missing', detail: 'needs bubblewrap', mend: installBwrap }
  const isolation = ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--', '/bin/true']
  const { status, output } = await runAsNobody(bwrap, isolation)
  if (status === 0) return { name, state: 'ok', detail: 'a user without rights can make them' }
  return {
    name,
    state: 'missing',
    detail: output.trim().split('\n').at(-1) ?? '',
    mend: mendNamespaces(),
  }
}

function mendNamespaces(): string {
  const clone = readText('/proc/sys/kernel/unprivileged_userns_clone')
  if (clone.trim() === '0') return 'sysctl -w kernel.unprivileged_userns_clone=1'
  const restrict = readText('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')
  if (restrict.trim() === '1') return 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
  const most = readText('/proc/sys/user/max_user_namespaces')
  if (most.trim() === '0') return 'sysctl -w user.max_user_namespaces=15000'
  return 'In a container, start it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined.'
}

function probeSeccomp(): Probe {
  const name = 'seccomp'
  const actions = readText('/proc/sys/kernel/seccomp/actions_avail').trim()
  if (actions.includes('errno') && actions.includes('kill_process')) {
    return { name, state: 'ok', detail: actions }
  }
  const mend = 'Use a kernel built with CONFIG_SECCOMP_FILTER (4.14 or later).'
  return { name, state: 'missing', detail: 'the kernel cannot filter system calls', mend }
}

function probeGroups(): Probe[] {
  const parents = findGroupParents()
  return (['memory', 'pids'] as const).map((controller): Probe => {
    const name = `cgroup ${controller}`
    const path = parents?.[controller]
    if (path !== undefined)
      return { name, state: 'ok', detail: `version ${parents?.version}, ${path}` }
    const version = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 2 : 1
    const detail = `no group of version ${version} can be made here; a run's memory is watched instead`
    const mend = 'Run as root, or as a systemd service with Delegate=yes.'
    return { name, state: 'missing', detail, mend }
  })
}

function probeRuntime(runtime: PythonRuntime | undefined): Probe {
  const name = 'Python runtime'
  const mend = 'cordon setup'
  if (runtime === undefined) return { name, state: 'missing', detail: 'not set up', mend }
  try {
    if (process.getuid?.() === 0) checkReach([runtime.python, ...runtime.mounts])
    return { name, state: 'ok', detail: `${runtime.python}, Python ${runtime.version}` }
  } catch (error) {
    return { name, state: 'missing', detail: error instanceof Error ? error.message : '', mend }
  }
}

async function runAsNobody(
  command: string,
  parameters: readonly string[],
): Promise<{ readonly status: number; readonly output: string }> {
  const identity = chooseIdentity(process.getuid?.() ?? -1, process.pid, 0) ?? {}
  const child = spawn(command, parameters, { ...identity, cwd: '/', env: {}, timeout: probeMs })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Uint8Array) => {
      output = (output + new TextDecoder().decode(chunk)).slice(-maxOutput)
    })
  }
  try {
    const [status] = await once(child, 'close')
    return { status: typeof status === 'number' ? status : 1, output }
  } catch (error) {
    return { status: 1, output: error instanceof Error ? error.message : '' }
  }
}

const probeMs = 10_000
const maxOutput = 4096

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
