import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { guestFile } from '../guest-files.ts'

/** What a runtime is made of. */
export interface RuntimePlan {
  /** Pinned versions with hashes, in pip's requirements format. */
  readonly lockFile: string
  /** The versions that are accepted where the lock file cannot be met. */
  readonly rangesFile: string
  /** Modules that a runtime made from either file must import. */
  readonly modules: readonly string[]
  /** Modules without which a Python of the system is no runtime. */
  readonly systemModules: readonly string[]
  /** Debian packages that bring `systemModules`. */
  readonly debianPackages: readonly string[]
}

/** The plan that ships with Cordon. */
export const defaultPlan: RuntimePlan = {
  lockFile: guestFile('requirements.lock'),
  rangesFile: guestFile('requirements.in'),
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

/** SHA-256 over both requirements files: a runtime made from others is out of date. */
export async function digestPlan(plan: RuntimePlan): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [plan.lockFile, plan.rangesFile]) {
    hash.update(await readFile(file)).update('\0')
  }
  return hash.digest('hex')
}

/** The `name==version` lines of a lock file, without hashes: pip's constraints format. */
export function pinsOf(lock: string): readonly string[] {
  return [...lock.matchAll(/^([A-Za-z0-9][\w.-]*==[^\s\\;]+)/gm)].map((match) => match[1] ?? '')
}
