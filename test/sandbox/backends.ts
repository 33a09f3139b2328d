import { defaultLimits } from '../../src/kernel/limits.ts'
import { findEngine } from '../../src/sandbox/backends/container/engine.ts'
import { openContainerSandbox } from '../../src/sandbox/backends/container/open.ts'
import { openGvisorSandbox } from '../../src/sandbox/backends/gvisor/open.ts'
import { findProgram } from '../../src/sandbox/backends/gvisor/runsc.ts'
import { openLinuxSandbox } from '../../src/sandbox/backends/linux/open.ts'
import type { Sandbox } from '../../src/sandbox/port.ts'
import { findTestRuntime, makeStateDir } from './fixture.ts'

/** A back end as it can be had on this machine, or why it cannot. */
export interface TestBackend {
  readonly name: string
  readonly absent: string | undefined
  open(preload?: readonly string[], canEgress?: boolean): Promise<Sandbox>
}

/** Every back end there is; each opens a sandbox of its own on a state folder of its own. */
export function testBackends(): readonly TestBackend[] {
  const { env } = process
  const path = env['PATH'] ?? ''
  const hasRunsc = findProgram('runsc', path) !== undefined
  const engine = findEngine({ env })
  const hasRunc = findProgram('runc', path) !== undefined
  const container = (ociRuntime: string, hasRuntime: boolean): TestBackend => ({
    name: `container (${engine?.name ?? 'podman or docker'} on ${ociRuntime})`,
    absent: engine === undefined ? 'no engine' : hasRuntime ? undefined : `no ${ociRuntime}`,
    open: async (preload = [], canEgress = false) =>
      openContainerSandbox({ ...(await options()), preload, canEgress, env, ociRuntime }),
  })
  return [
    {
      name: 'linux',
      absent: undefined,
      open: async (preload = [], canEgress = false) =>
        openLinuxSandbox({ ...(await options()), preload, canEgress }),
    },
    {
      name: 'gvisor',
      absent: hasRunsc ? undefined : 'no runsc',
      open: async (preload = [], canEgress = false) =>
        openGvisorSandbox({ ...(await options()), preload, canEgress, path }),
    },
    container('runc', hasRunc),
    container('runsc', hasRunsc),
  ]
}

async function options() {
  const limits = defaultLimits
  return { runtime: await findTestRuntime(), stateDir: makeStateDir(), required: [], limits }
}
