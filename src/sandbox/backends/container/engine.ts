import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { findProgram, hostSocketsFlag, type Platform, platformOf } from '../gvisor/runsc.ts'

/** Container engines that are driven through their command line. */
export const engineNames = ['podman', 'docker'] as const
export type EngineName = (typeof engineNames)[number]

/** An engine that is there, and how to ask it something. */
export interface Engine {
  readonly name: EngineName
  readonly program: string
  /** OCI runtime that starts the containers: a name or a path; undefined for the engine's own choice. */
  readonly ociRuntime: string | undefined
  /** How system calls are caught where that runtime is gVisor's, so that containers get a kernel of their own. */
  readonly platform: Platform | undefined
  readonly env: EngineEnvironment
}

/** Variables for the engine's own program, which finds its parts and its storage by them; no container sees them. */
export type EngineEnvironment = { readonly [name: string]: string | undefined }

export interface EngineChoice {
  readonly engine?: EngineName
  readonly ociRuntime?: string
  readonly env: EngineEnvironment
}

/** How to install an engine. */
export const installEngine = 'apt-get install podman runc'

/** The engine that was asked for, or the first one there is. */
export function findEngine({ engine, ociRuntime, env }: EngineChoice): Engine | undefined {
  const names = engine === undefined ? engineNames : [engine]
  for (const name of names) {
    const program = findProgram(name, env['PATH'] ?? '')
    if (program === undefined) continue
    const runtime = ociRuntime ?? (name === 'podman' ? runcWhereNeeded(env) : undefined)
    return { name, program, ociRuntime: runtime, platform: gvisorPlatform(runtime, env), env }
  }
  return undefined
}

/** Podman's usual choice, crun, takes only control groups of version 2 (its message: "cgroups in hybrid mode"). */
function runcWhereNeeded(env: EngineEnvironment): string | undefined {
  const isUnified = existsSync('/sys/fs/cgroup/cgroup.controllers')
  return isUnified ? undefined : findProgram('runc', env['PATH'] ?? '')
}

function gvisorPlatform(ociRuntime: string | undefined, env: EngineEnvironment) {
  if (ociRuntime === undefined || !basename(ociRuntime).startsWith('runsc')) return undefined
  const runsc = findProgram(ociRuntime, env['PATH'] ?? '')
  return runsc === undefined ? 'systrap' : platformOf(runsc)
}

/** Asks an engine something; its answer is text on stdout. */
export function ask(engine: Engine, args: readonly string[]): SpawnSyncReturns<string> {
  const { program, env } = engine
  return spawnSync(program, args, { env, cwd: '/', encoding: 'utf8', timeout: askMs })
}

const askMs = 20_000

/** True where containers get a kernel of their own. */
export function hasOwnKernel(engine: Engine): boolean {
  return engine.platform !== undefined
}

/** The flag by which the OCI runtime lets containers connect to sockets that they see; gVisor's alone needs one. */
export function hostSocketsOf({ ociRuntime = '', platform, env }: Engine): string | undefined {
  const runsc = platform && findProgram(ociRuntime, env['PATH'] ?? '')
  return runsc && hostSocketsFlag(runsc)
}

/** True where the engine's containers run in user namespaces whatever they are asked: rootless, or remapped by its daemon. */
export function isRemapped(engine: Engine): boolean {
  if (engine.name === 'podman') return process.getuid?.() !== 0
  const { stdout } = ask(engine, ['info', '--format', '{{json .SecurityOptions}}'])
  return /name=(?:userns|rootless)/.test(stdout ?? '')
}
