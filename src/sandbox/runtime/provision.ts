import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CordonError } from '../../kernel/errors.ts'
import type { PythonRuntime } from '../../kernel/runtime.ts'
import {
  makeRuntimeFolder,
  openCacheFolder,
  sweepCacheFolder,
  useRuntimeFolder,
} from './cache-folder.ts'
import { cancelled, runCommand } from './command.ts'
import { runGuest, type SetupContext } from './interpreter.ts'
import { loadRecord, recordFile, stamp } from './load.ts'
import { type MadeRuntime, makeRuntime } from './make-runtime.ts'
import { digestPlan, type RuntimePlan } from './plan.ts'
import {
  digestRuntime,
  formatRecord,
  type RuntimeRecord,
  type RuntimeSource,
  toRuntime,
} from './record.ts'
import { takeSetupLock } from './setup-lock.ts'
import { importProblem } from './system.ts'
import { diskFull } from './venv.ts'

/** One line of progress: `step` of `steps`, from 1. */
export interface SetupProgress {
  readonly step: number
  readonly steps: number
  readonly message: string
}

export interface ProvisionOptions extends SetupContext {
  /** Where runtimes are kept, e.g. `/var/cache/cordon` as root, a folder of the user's cache otherwise. */
  readonly cacheDir: string
  readonly onProgress: (progress: SetupProgress) => void
  readonly plan: RuntimePlan
}

export interface ProvisionReport {
  readonly runtime: PythonRuntime
  readonly source: RuntimeSource
  /** False where it stood ready. */
  readonly isNew: boolean
  readonly notes: readonly string[]
  /** Debian packages that this call installed. */
  readonly installed: readonly string[]
}

/**
 * Sees to it that there is a Python runtime and gives it; at once where one stands ready. Several calls at the same
 * time share one result, and an interrupted one is swept away by the next. Throws `runtime-missing`, `disk-full` or
 * `cancelled`, and then leaves nothing behind.
 */
export async function provisionRuntime(options: ProvisionOptions): Promise<ProvisionReport> {
  try {
    return await provision(options)
  } catch (error) {
    throw options.signal.aborted ? cancelled() : asSetupError(error)
  }
}

async function provision(options: ProvisionOptions): Promise<ProvisionReport> {
  const { plan } = options
  const planDigest = await digestPlan(plan)
  const ready = await findReady(options.cacheDir, planDigest)
  if (ready) return ready
  const cacheDir = await openCacheFolder(options.cacheDir)
  const lock = await takeSetupLock({
    cacheDir,
    waitMs: 900_000,
    signal: options.signal,
    onWait: () =>
      options.onProgress({ step: 1, steps, message: 'Waiting for another setup to finish' }),
  })
  try {
    const meanwhile = await findReady(cacheDir, planDigest)
    if (meanwhile) return meanwhile
    if (lock.isHeld) await sweepCacheFolder(cacheDir)
    return await build({ ...options, cacheDir, plan, planDigest })
  } finally {
    await lock.release()
  }
}

async function findReady(
  cacheDir: string,
  planDigest: string,
): Promise<ProvisionReport | undefined> {
  const record = await loadRecord(cacheDir)
  return record?.planDigest === planDigest ? reportOf(record) : undefined
}

function reportOf(record: RuntimeRecord): ProvisionReport {
  const { source, notes } = record
  return { runtime: toRuntime(record), source, notes, isNew: false, installed: [] }
}

const steps = 5

interface BuildOptions extends ProvisionOptions {
  readonly plan: RuntimePlan
  readonly planDigest: string
}

async function build(options: BuildOptions): Promise<ProvisionReport> {
  const { cacheDir, plan, planDigest } = options
  const folder = await makeRuntimeFolder(cacheDir)
  try {
    let step = 0
    let title = ''
    const onStep = (message: string) => {
      step += 1
      title = message
      options.onProgress({ step, steps, message })
    }
    const onProgress = (message: string) =>
      options.onProgress({ step, steps, message: `${title}: ${message}` })
    const request = { ...options, folder, plan, onStep, onProgress }
    const made = await makeRuntime(request)
    const record = await finish(made, { ...request, planDigest })
    await writeRecord(folder, record)
    await useRuntimeFolder(cacheDir, folder)
    return { ...reportOf(record), isNew: true, installed: made.installed }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

interface FinishContext extends SetupContext {
  readonly folder: string
  readonly planDigest: string
  readonly onStep: (message: string) => void
}

async function finish(made: MadeRuntime, context: FinishContext): Promise<RuntimeRecord> {
  const { folder, planDigest } = context
  context.onStep('Compiling')
  if (made.python.startsWith(folder)) await compile(made.python, context)
  context.onStep('Reading fonts')
  const matplotlibCache = await buildFontCache(made.python, context)
  context.onStep('Trying every import')
  const problem = await importProblem(made.python, made.modules, context)
  if (problem) {
    throw new CordonError('runtime-missing', `The new Python runtime does not work: ${problem}.`, {
      help: context.isRoot
        ? 'See to it that everybody may enter the cache folder and the folders above it.'
        : 'Look at the first line above; then run "cordon setup" again.',
    })
  }
  const found = await Promise.all(made.watched.map(stamp))
  return {
    source: made.source,
    python: made.python,
    mounts: made.mounts,
    ...(matplotlibCache ? { matplotlibCache } : {}),
    version: made.interpreter.version,
    packages: made.packages,
    digest: digestRuntime(made.interpreter.version, made.packages),
    planDigest,
    stamps: found.filter((entry) => entry !== undefined),
    notes: made.notes,
  }
}

async function compile(python: string, context: FinishContext): Promise<void> {
  const { env, signal, folder } = context
  const args = ['-I', '-m', 'compileall', '-q', '-j', '0', join(folder, 'venv', 'lib')]
  await runCommand({ program: python, args, env, signal })
}

async function buildFontCache(python: string, context: FinishContext): Promise<string | undefined> {
  const cache = join(context.folder, 'matplotlib')
  const env = { ...context.env, MPLCONFIGDIR: cache }
  const { stdout } = await runGuest({ ...context, env, python, args: ['fonts'] })
  return stdout.includes('true') ? cache : undefined
}

async function writeRecord(folder: string, record: RuntimeRecord): Promise<void> {
  const partial = join(folder, `${recordFile}.partial`)
  await writeFile(partial, formatRecord(record), { flush: true })
  await chmod(partial, 0o644)
  await rename(partial, join(folder, recordFile))
}

function asSetupError(error: unknown): unknown {
  if (error instanceof CordonError || !(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return diskFull(error)
  const message = `Cannot write to the cache folder (${error.code}).`
  const help = 'Make the folder writable, or name another one; then run "cordon setup" again.'
  return new CordonError('runtime-missing', message, { help, cause: error })
}
