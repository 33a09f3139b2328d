import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { guestFile } from '../guest-files.ts'

/** What a runtime is made of. */
export interface RuntimePlan {
  /** Pinned versions with hashes, in pip's requirements format. */
  readonly lockFile: string
  /** The versions that are accepted where the lock file cannot be met; left out, only what is locked will do. */
  readonly rangesFile?: string
  /** Locked packages that are taken in addition where they can be had, each file by itself. */
  readonly extrasFiles?: readonly string[]
  /** Modules that a runtime made from either file must import. */
  readonly modules: readonly string[]
  /** Modules without which a Python of the system is no runtime, where ranges are given. */
  readonly systemModules: readonly string[]
  /** Debian packages that bring `systemModules`. */
  readonly debianPackages: readonly string[]
}

/** What most scripts want: data, statistics, charts. */
export const dataSciencePlan: RuntimePlan = {
  lockFile: guestFile('requirements.lock'),
  rangesFile: guestFile('requirements.in'),
  extrasFiles: ['extras.lock', 'clients.lock'].map(guestFile),
  modules: [
    'pandas',
    'numpy',
    'pyarrow',
    'matplotlib.pyplot',
    'scipy.stats',
    'sklearn.linear_model',
    'seaborn',
    'statsmodels.api',
    'openpyxl',
  ],
  systemModules: ['pandas', 'matplotlib.pyplot'],
  debianPackages: ['python3-pandas', 'python3-matplotlib'],
}

/** pandas and what it needs, nothing else. */
export const minimalPlan: RuntimePlan = {
  lockFile: guestFile('minimal.lock'),
  rangesFile: guestFile('minimal.in'),
  modules: ['pandas', 'numpy'],
  systemModules: ['pandas'],
  debianPackages: ['python3-pandas'],
}

/** The packages of somebody's own lock file, with hashes, and no others. */
export function ownPlan(lockFile: string): RuntimePlan {
  return { lockFile, modules: [], systemModules: [], debianPackages: [] }
}

/** SHA-256 over the requirements files: a runtime made from others is out of date. */
export async function digestPlan(plan: RuntimePlan): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [plan.lockFile, plan.rangesFile, ...(plan.extrasFiles ?? [])]) {
    if (file !== undefined) hash.update(await readFile(file)).update('\0')
  }
  return hash.digest('hex')
}

/** The `name==version` lines of a lock file, without hashes: pip's constraints format. */
export function pinsOf(lock: string): readonly string[] {
  return [...lock.matchAll(/^([A-Za-z0-9][\w.-]*==[^\s\\;]+)/gm)].map((match) => match[1] ?? '')
}
