import type { Ability } from '../api/services.ts'
import type { Control } from '../kernel/controls.ts'
import { CordonError } from '../kernel/errors.ts'
import type { Limits } from '../kernel/limits.ts'
import type { PythonRuntime } from '../kernel/runtime.ts'
import { type EngineName, findEngine } from '../sandbox/backends/container/engine.ts'
import { openContainerSandbox } from '../sandbox/backends/container/open.ts'
import { openGvisorSandbox } from '../sandbox/backends/gvisor/open.ts'
import { findProgram, installRunsc } from '../sandbox/backends/gvisor/runsc.ts'
import { openLinuxSandbox } from '../sandbox/backends/linux/open.ts'
import { fittingBackends } from '../sandbox/choose.ts'
import type { SandboxConfig } from '../sandbox/config.ts'
import type { BackendName, Sandbox } from '../sandbox/port.ts'

export interface SandboxNeeds {
  readonly settings: SandboxConfig
  readonly runtime: PythonRuntime
  /** Folder for what sandboxes keep while they run. */
  readonly stateDir: string
  readonly required: readonly Control[]
  /** The most that any run may ask for. */
  readonly limits: Limits
  /** Variables for the engines' own programs; no sandbox sees them. */
  readonly env: { readonly [name: string]: string | undefined }
  readonly preload?: readonly string[]
  /** Runs may have a way to the egress gateway. */
  readonly canEgress?: boolean
}

/**
 * Opens the first back end that gives what the policy asks for and works on this machine. Throws `sandbox-unavailable`
 * with what each one lacks where there is none.
 */
export async function openFittingSandbox(needs: SandboxNeeds): Promise<Sandbox> {
  const [first, ...others] = fittingBackends(needs.settings)
  try {
    return await openBackend(first, needs)
  } catch (error) {
    return await openNext(others, needs, error)
  }
}

/** Tells which back ends beside linux work on this machine, by starting each one. */
export async function probeBackends(
  needs: Omit<SandboxNeeds, 'required' | 'limits' | 'preload'> & Pick<SandboxNeeds, 'limits'>,
): Promise<readonly Ability[]> {
  const tried: Ability[] = []
  for (const candidate of candidates(needs.settings)) {
    tried.push(await tryBackend(candidate, { ...needs, required: [], preload: [] }))
  }
  return tried
}

function openBackend(name: BackendName, given: SandboxNeeds): Promise<Sandbox> {
  const { settings, env } = given
  const { gvisor, container, concurrency, queue } = settings
  const needs = { ...given, concurrency, queue }
  if (name === 'linux') {
    const { concurrency, queue } = settings
    return openLinuxSandbox({ ...needs, concurrency, queue })
  }
  if (name === 'gvisor') {
    const { runsc, platform } = gvisor
    return openGvisorSandbox({
      ...{ ...needs, path: env['PATH'] ?? '' },
      ...(runsc !== undefined && { runsc }),
      ...(platform !== undefined && { platform }),
    })
  }
  const { engine, runtime: ociRuntime } = container
  return openContainerSandbox({
    ...needs,
    ...(engine !== undefined && { engine }),
    ...(ociRuntime !== undefined && { ociRuntime }),
  })
}

async function openNext(
  names: readonly BackendName[],
  needs: SandboxNeeds,
  failure: unknown,
): Promise<Sandbox> {
  const [name, ...others] = names
  if (name === undefined || !isUnavailable(failure)) throw failure
  try {
    return await openBackend(name, needs)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    const message = `${failure.message} ${error.message}`
    const help = failure.help?.includes(error.help ?? '')
      ? failure.help
      : [failure.help, error.help].filter(Boolean).join(' Or: ')
    const both = new CordonError('sandbox-unavailable', message, { help, cause: error })
    return await openNext(others, needs, both)
  }
}

function isUnavailable(error: unknown): error is CordonError {
  return error instanceof CordonError && error.code === 'sandbox-unavailable'
}

interface Candidate {
  readonly title: string
  readonly backend: 'gvisor' | 'container'
  readonly settings: SandboxConfig
  readonly isThere: (path: string) => boolean
  readonly install: string
}

function candidates(settings: SandboxConfig): readonly Candidate[] {
  const { gvisor, container } = settings
  const engine = (name: EngineName): Candidate => ({
    ...{ title: name, backend: 'container', install: `apt-get install ${packages[name]}` },
    settings: { ...settings, container: { ...container, engine: name } },
    isThere: (path) => findEngine({ engine: name, env: { PATH: path } }) !== undefined,
  })
  return [
    {
      ...{ title: 'gvisor', backend: 'gvisor', settings, install: installRunsc },
      isThere: (path) => findProgram(gvisor.runsc ?? 'runsc', path) !== undefined,
    },
    engine('podman'),
    engine('docker'),
  ]
}

const packages: { readonly [E in EngineName]: string } = {
  podman: 'podman runc',
  docker: 'docker.io',
}

async function tryBackend(candidate: Candidate, needs: SandboxNeeds): Promise<Ability> {
  const { title, backend, settings, isThere, install } = candidate
  const name = `back end ${title}`
  if (!isThere(needs.env['PATH'] ?? '')) {
    return { name, state: 'optional', detail: 'not installed', mend: install }
  }
  try {
    const sandbox = await openBackend(backend, { ...needs, settings })
    const { isolation, controls } = sandbox
    await sandbox.close()
    const counted = controls.filter((control) => control.startsWith('cgroup'))
    const groups = counted.length > 0 ? counted.join(', ') : 'no control groups'
    return { name, state: 'ok', detail: `works: isolation ${isolation}, ${groups}` }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be started'
    const help = error instanceof CordonError ? error.help : undefined
    const isUs = help?.includes('cordon doctor') === true
    return { name, state: 'optional', detail: why, ...(help && !isUs && { mend: help }) }
  }
}
