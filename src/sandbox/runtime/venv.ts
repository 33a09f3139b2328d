import { readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CordonError } from '../../kernel/errors.ts'
import { formatIssue } from '../../kernel/issue.ts'
import { type CommandContext, type CommandResult, runCommand } from './command.ts'
import { type Interpreter, parseAnswer, runGuest } from './interpreter.ts'
import { parsePipReport } from './pip-report.ts'
import { pinsOf, type RuntimePlan } from './plan.ts'
import type { PackageRecords, RuntimeSource } from './record.ts'

export interface VenvRequest extends CommandContext {
  /** The runtime's folder; the environment is made in its `venv`. */
  readonly folder: string
  /** What to make it from. */
  readonly interpreter: Interpreter
  readonly plan: RuntimePlan
  readonly onProgress: (message: string) => void
}

export interface Venv {
  readonly python: string
  readonly source: RuntimeSource
  readonly packages: PackageRecords
  readonly notes: readonly string[]
}

/** Why no environment could be filled, one sentence a try. */
export interface VenvFailure {
  readonly problems: readonly string[]
}

/**
 * Makes a virtual environment and fills it: as locked with hashes, else with the locked versions, else within the
 * stated ranges; from wheels only. pip itself does not stay. Throws `disk-full` and `cancelled`.
 */
export async function makeVenv(request: VenvRequest): Promise<Venv | VenvFailure> {
  const { interpreter, folder, plan } = request
  const unpacked = await unpackPip(request)
  const venv = ['-m', 'venv', ...(unpacked ? ['--without-pip'] : []), join(folder, 'venv')]
  const made = await run(request, interpreter.python, venv)
  if (made.code !== 0) return { problems: [`python3 -m venv: ${reasonOf(made)}`] }
  const venvPython = join(folder, 'venv', 'bin', 'python3')
  const pip = unpacked ? [join(unpacked, 'pip')] : await installedPip(request, venvPython)

  const pins = pinsOf(await readFile(plan.lockFile, 'utf8'))
  const pinsFile = join(folder, 'pins.txt')
  await writeFile(pinsFile, `${pins.join('\n')}\n`)
  const problems: string[] = []
  for (const [source, args] of triesOf(plan, pinsFile)) {
    const filling = { ...request, python: venvPython, pip, count: pins.length }
    const packages = await install({ ...filling, args })
    if (typeof packages !== 'string') {
      const extras = await installExtras(filling)
      if (unpacked) await rm(unpacked, { recursive: true })
      else await run(request, venvPython, [...pip, 'uninstall', '-y', 'setuptools', 'wheel', 'pip'])
      await rm(pinsFile)
      const notes = problems.length > 0 ? [noteOf({ source, packages, pins, problems })] : []
      return {
        ...{ python: venvPython, source, packages: { ...packages, ...extras.packages } },
        notes: [...notes, ...extras.notes],
      }
    }
    problems.push(packages)
    request.onProgress(`${packages} (${source})`)
  }
  return { problems }
}

function triesOf(plan: RuntimePlan, pinsFile: string): readonly [RuntimeSource, string[]][] {
  const locked: [RuntimeSource, string[]] = ['lock', ['--require-hashes', '-r', plan.lockFile]]
  if (plan.rangesFile === undefined) return [locked]
  const ranges = ['-r', plan.rangesFile]
  return [locked, ['pins', [...ranges, '-c', pinsFile]], ['ranges', ranges]]
}

async function installExtras(
  filling: Omit<Installation, 'args'>,
): Promise<{ readonly packages: PackageRecords; readonly notes: readonly string[] }> {
  let all: PackageRecords = {}
  const notes: string[] = []
  for (const file of filling.plan.extrasFiles ?? []) {
    const packages = await install({
      ...filling,
      args: ['--require-hashes', '--no-deps', '-r', file],
    })
    if (typeof packages !== 'string') all = { ...all, ...packages }
    else {
      const names = pinsOf(await readFile(file, 'utf8')).join(', ')
      notes.push(`Left out, because it could not be had: ${names} (${packages}).`)
    }
  }
  return { packages: all, notes }
}

interface Installation extends VenvRequest {
  readonly python: string
  /** How pip is called. */
  readonly pip: readonly string[]
  readonly args: readonly string[]
  readonly count: number
}

async function install(request: Installation): Promise<PackageRecords | string> {
  const reportFile = join(request.folder, 'pip-report.json')
  const seen = new Set<string>()
  const onLine = (line: string) => {
    const wheel = /^\s*(?:Downloading|Processing|Using cached) \S*?([^/\s]+)\.whl/.exec(line)?.[1]
    const name = wheel?.split('-').slice(0, 2).join(' ')
    if (name && !seen.has(name)) {
      seen.add(name)
      request.onProgress(`package ${seen.size} of ${Math.max(request.count, seen.size)}: ${name}`)
    }
    if (line.startsWith('Installing collected')) request.onProgress('unpacking')
  }
  const result = await run({ ...request, onLine }, request.python, [
    ...request.pip,
    ...pipInstall,
    '--report',
    reportFile,
    ...request.args,
  ])
  if (result.code !== 0) return reasonOf(result)
  const parsed = parsePipReport(await readFile(reportFile, 'utf8'))
  await rm(reportFile)
  return parsed.ok ? parsed.value : parsed.issues.map(formatIssue).join('; ')
}

const pipInstall = (
  'install --only-binary :all: --no-compile --no-input --retries 1 --timeout 15 ' +
  '--progress-bar off --disable-pip-version-check'
).split(' ')

/** A folder with the interpreter's own pip, where that is recent enough; it need not be in the environment to fill it. */
async function unpackPip(request: VenvRequest): Promise<string | undefined> {
  const { interpreter, env, signal } = request
  if (!hasReports(interpreter.venvPip)) return undefined
  const folder = join(request.folder, 'pip')
  const args = ['pip', folder]
  const { stdout } = await runGuest({ env, signal, python: interpreter.python, args })
  return parseAnswer(stdout)?.['unpacked'] === true ? folder : undefined
}

/** The pip of an environment. Reports came with pip 22.2; distributions of 2022 still bring an older one. */
async function installedPip(request: VenvRequest, python: string): Promise<readonly string[]> {
  const pip = ['-m', 'pip']
  if (hasReports(request.interpreter.venvPip)) return pip
  request.onProgress('renewing pip')
  await run(request, python, [...pip, ...pipInstall, '--upgrade', 'pip>=23'])
  return pip
}

/** Whether this version of pip knows `--report`. */
export function hasReports(pipVersion: string): boolean {
  const [major = 0, minor = 0] = pipVersion.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 2)
}

async function run(
  context: VenvRequest & { readonly onLine?: (line: string) => void },
  program: string,
  args: readonly string[],
): Promise<CommandResult> {
  // pip unpacks beside the runtime: /tmp is often a small tmpfs.
  const env = { ...context.env, TMPDIR: context.folder, PIP_USER: '0' }
  const { signal, onLine } = context
  const command = { program, args: ['-I', ...args], env, signal }
  const result = await runCommand(onLine ? { ...command, onLine } : command)
  if (result.code !== 0 && (await lacksSpace(result, context.folder))) throw diskFull()
  return result
}

async function lacksSpace(result: CommandResult, folder: string): Promise<boolean> {
  if (/No space left on device|Disk quota exceeded/.test(result.stderr)) return true
  // "python3 -m venv" keeps the reason to itself.
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < 4 * 1024 * 1024
}

/** The error for a disk without room for a runtime. */
export function diskFull(cause?: unknown): CordonError {
  return new CordonError('disk-full', 'The disk is full: a Python runtime takes about 1 GB.', {
    help: 'Free some space, or name a cache folder on another disk; then run "cordon setup" again.',
    cause,
  })
}

/** The first thing that pip calls an error, without addresses: they can hold credentials. */
export function reasonOf(result: CommandResult): string {
  const lines = `${result.stderr}\n${result.stdout}`.split('\n').map((line) => line.trim())
  const line =
    lines.find((text) => /^ERROR: (?!Could not find a version)/.test(text)) ??
    lines.findLast((text) => text !== '') ??
    `exit code ${result.code}`
  return line
    .replace(/^ERROR: /, '')
    .replace(/\b[a-z+]+:\/\/\S+/gi, '(address)')
    .slice(0, 200)
}

function noteOf(taken: {
  readonly source: RuntimeSource
  readonly packages: PackageRecords
  readonly pins: readonly string[]
  readonly problems: readonly string[]
}): string {
  const why = `The lock file could not be met (${taken.problems[0]})`
  if (taken.source === 'pins') {
    return `${why}: took the locked versions in other files and recorded their hashes.`
  }
  const locked = new Map(taken.pins.map((pin) => pin.split('==') as [string, string]))
  const others = Object.entries(taken.packages)
    .filter(([name, { version }]) => locked.get(name) !== version)
    .map(([name, { version }]) => `${name} ${version} for ${locked.get(name) ?? 'none'}`)
  return `${why}: took versions within the stated ranges and recorded their hashes: ${others.join(', ')}.`
}
