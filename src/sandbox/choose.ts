import { basename } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { SandboxConfig } from './config.ts'
import { type BackendName, backendNames, type Isolation, isAtLeast } from './port.ts'

/**
 * The back ends that give at least the isolation that a policy asks for, lightest first; only the named one where it
 * names one. Throws `sandbox-unavailable` where none does.
 */
export function fittingBackends(
  settings: SandboxConfig,
): readonly [BackendName, ...(readonly BackendName[])] {
  const { backend, isolation } = settings
  const names = backend === undefined ? backendNames : [backend]
  const [first, ...others] = names.filter((name) =>
    isAtLeast(isolationOf(name, settings), isolation),
  )
  if (first !== undefined) return [first, ...others]
  const who = backend === undefined ? 'no back end' : `the back end ${backend} does not`
  const gives = backend === undefined ? 'gives' : 'give'
  throw new CordonError(
    'sandbox-unavailable',
    `Cannot start a sandbox: the policy asks for isolation ${isolation}, which ${who} ${gives}.`,
    { help: mendIsolation(isolation) },
  )
}

/** What stands between the kernel and a run in a back end with these settings. */
export function isolationOf(backend: BackendName, { container }: SandboxConfig): Isolation {
  if (backend === 'linux') return 'process'
  if (backend === 'gvisor') return 'user-kernel'
  return basename(container.runtime ?? '').startsWith('runsc') ? 'user-kernel' : 'container'
}

function mendIsolation(isolation: Isolation): string {
  if (isolation === 'vm') return 'Ask for user-kernel in sandbox.isolation; gVisor gives it.'
  return 'Set sandbox.backend to gvisor, or to container with sandbox.container.runtime: runsc.'
}
