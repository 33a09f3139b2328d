import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CordonError } from '../../kernel/errors.ts'
import type { PythonRuntime } from '../../kernel/runtime.ts'
import { loadRuntime } from './load.ts'
import { dataSciencePlan, minimalPlan, ownPlan, type RuntimePlan } from './plan.ts'

/** The runtimes that ship with Cordon. */
export const profileNames = ['data-science', 'minimal'] as const

/** What a runtime is made of, and the folder that keeps it. */
export interface RuntimeProfile {
  readonly name: string
  readonly plan: RuntimePlan
  readonly cacheDir: string
}

/**
 * A profile by its name, or else by the path of a lock file with hashes; a lock file that changes is another profile. Throws
 * `config-invalid` where there is no such file.
 */
export async function findProfile(wanted: string, cacheDir: string): Promise<RuntimeProfile> {
  if (wanted === 'data-science') return { name: wanted, plan: dataSciencePlan, cacheDir }
  if (wanted === 'minimal') {
    return { name: wanted, plan: minimalPlan, cacheDir: join(cacheDir, 'profiles', wanted) }
  }
  const lock = await readFile(wanted).catch((cause: unknown) => {
    throw noSuchProfile(wanted, cause)
  })
  const folder = `lock-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`
  return {
    ...{ name: basename(wanted), plan: ownPlan(wanted) },
    cacheDir: join(cacheDir, 'profiles', folder),
  }
}

/** The runtime of a profile. Throws `runtime-missing` where none was made. */
export async function requireRuntime(wanted: string, cacheDir: string): Promise<PythonRuntime> {
  const profile = await findProfile(wanted, cacheDir)
  const runtime = await loadRuntime(profile)
  if (runtime) return runtime
  const setup = wanted === profileNames[0] ? 'cordon setup' : `cordon setup --profile ${wanted}`
  throw new CordonError(
    'runtime-missing',
    `There is no Python runtime "${profile.name}" in ${cacheDir}.`,
    { help: `Run ${setup} once on this machine.` },
  )
}

function noSuchProfile(wanted: string, cause: unknown): CordonError {
  return new CordonError(
    'config-invalid',
    `There is no runtime profile "${wanted}", and no lock file of that name.`,
    {
      help: `Use ${profileNames.join(', ')}, or the path of a requirements file with hashes.`,
      cause,
    },
  )
}
