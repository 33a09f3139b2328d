import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PictureFormat, Value } from '../../src/kernel/answer.ts'
import { defaultLimits, type Limits } from '../../src/kernel/limits.ts'
import type { Failure } from '../../src/kernel/outcome.ts'
import type { PythonRuntime } from '../../src/kernel/runtime.ts'
import {
  type LinuxSandboxOptions,
  openLinuxSandbox,
} from '../../src/sandbox/backends/linux/open.ts'
import type { JobEgress, JobInput, JobReport, Manifest, Sandbox } from '../../src/sandbox/port.ts'
import { loadRuntime } from '../../src/sandbox/runtime/load.ts'
import { readEnvironment } from '../../src/surfaces/config.ts'

/** The runtime that this user has set up, with the whole data stack. Throws where there is none. */
export async function findTestRuntime(): Promise<PythonRuntime> {
  const runtime = await loadRuntime(readEnvironment())
  if (runtime === undefined) throw new Error('no Python runtime is set up: run cordon setup')
  return runtime
}

/** A Python with all of the data stack but pyarrow, as a distribution's own may be, in this folder. */
export async function makeRuntimeWithoutArrow(folder: string): Promise<PythonRuntime> {
  const whole = await findTestRuntime()
  execFileSync(whole.python, ['-I', '-m', 'venv', '--without-pip', folder])
  const ask = 'import sysconfig; print(sysconfig.get_path("purelib"), end="")'
  const packagesOf = (python: string) =>
    execFileSync(python, ['-I', '-c', ask], { encoding: 'utf8' })
  const python = join(folder, 'bin/python3')
  const [from, to] = [packagesOf(whole.python), packagesOf(python)]
  for (const name of readdirSync(from)) {
    if (!name.startsWith('pyarrow')) symlinkSync(join(from, name), join(to, name))
  }
  const { pyarrow: _, ...packages } = whole.packages
  return { ...whole, python, packages, mounts: [folder, ...whole.mounts] }
}

/** A state folder that a user without rights can reach. */
export function makeStateDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'cordon-sandbox-'))
  chmodSync(path, 0o755)
  return path
}

export interface TestJob {
  readonly limits?: Partial<Limits>
  readonly inputs?: readonly JobInput[]
  readonly signal?: AbortSignal
  readonly allowed?: Manifest
  readonly egress?: JobEgress
  readonly figures?: PictureFormat
}

/** A sandbox and the shortest ways to ask it something. */
export interface TestSandbox {
  readonly sandbox: Sandbox
  readonly stateDir: string
  report(code: string, job?: TestJob): Promise<JobReport>
  value(code: string, job?: TestJob): Promise<Value>
  /** The plain value of a number, string, boolean or JSON answer. */
  plain(code: string, job?: TestJob): Promise<unknown>
  failure(code: string, job?: TestJob): Promise<Failure>
}

export async function openTestSandbox(
  given?: PythonRuntime,
  options: Pick<
    LinuxSandboxOptions,
    'canEgress' | 'concurrency' | 'preload' | 'queue' | 'runsEach'
  > = {},
): Promise<TestSandbox> {
  const runtime = given ?? (await findTestRuntime())
  const stateDir = makeStateDir()
  const sandbox = await openLinuxSandbox({ runtime, stateDir, required: [], ...options })
  const report = (code: string, job: TestJob = {}) => {
    const limits = { ...defaultLimits, ...job.limits }
    const { allowed, egress, figures, inputs = [] } = job
    const more = {
      ...(allowed && { allowed }),
      ...(egress && { egress }),
      ...(figures && { figures }),
    }
    const whole = { code, fileName: 'script.py', inputs, limits, ...more }
    return sandbox.run(whole, job.signal ?? new AbortController().signal)
  }
  const value = async (code: string, job?: TestJob) => {
    const end = await report(code, job)
    if (end.status !== 'completed') throw new Error(JSON.stringify(end.failure))
    return end.answer.value
  }
  const plain = async (code: string, job?: TestJob) => {
    const answer = await value(code, job)
    return 'value' in answer ? answer.value : answer
  }
  const failure = async (code: string, job?: TestJob) => {
    const end = await report(code, job)
    if (end.status !== 'failed') throw new Error(`answered ${JSON.stringify(end.answer.value)}`)
    return end.failure
  }
  return { sandbox, stateDir, report, value, plain, failure }
}
