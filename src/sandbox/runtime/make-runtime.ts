import { join } from 'node:path'
import { CordonError } from '../../kernel/errors.ts'
import { debianCommand, hasApt, installDebian } from './debian.ts'
import { findInterpreter, type Interpreter, probe, type SetupContext } from './interpreter.ts'
import type { RuntimePlan } from './plan.ts'
import type { PackageRecords, RuntimeSource } from './record.ts'
import { importProblem, takeInventory } from './system.ts'
import { makeVenv } from './venv.ts'

export interface MakeRequest extends SetupContext {
  /** Empty folder for what is made. */
  readonly folder: string
  readonly plan: RuntimePlan
  readonly onProgress: (message: string) => void
  readonly onStep: (message: string) => void
}

/** A Python with packages, not yet tried. */
export interface MadeRuntime {
  readonly interpreter: Interpreter
  readonly python: string
  readonly source: RuntimeSource
  readonly packages: PackageRecords
  readonly mounts: readonly string[]
  /** Files and folders whose change would make this another runtime. */
  readonly watched: readonly string[]
  readonly modules: readonly string[]
  readonly notes: readonly string[]
  /** Debian packages that were installed on the way. */
  readonly installed: readonly string[]
}

/**
 * Makes the best runtime that this machine can have: a virtual environment; else a Python of the system that has
 * pandas; else, as root with apt, the distribution's pandas. Throws `runtime-missing` with every reason where none
 * can be had.
 */
export async function makeRuntime(request: MakeRequest): Promise<MadeRuntime> {
  request.onStep('Looking for Python')
  const found = await findInterpreter(request)
  if (!found) throw noInterpreter(request)
  const installed: string[] = []
  const interpreter = await enableVenv(found, { ...request, installed })
  const context = { ...request, installed, interpreter }
  request.onStep(`Making a virtual environment with Python ${interpreter.version}`)
  const made = await fromVenv(context)
  if (!('problems' in made)) return made
  // Where only locked packages will do, those of the system will not.
  const system =
    request.plan.rangesFile === undefined
      ? undefined
      : ((await fromSystem(context, made.problems)) ?? (await fromDebian(context, made.problems)))
  if (system) return system
  throw new CordonError(
    'runtime-missing',
    `No Python runtime could be made. ${made.problems.join('; ')}`,
    {
      help: await helpFor(interpreter, request),
    },
  )
}

interface MakeContext extends MakeRequest {
  readonly interpreter: Interpreter
  readonly installed: string[]
}

const venvPackages = ['python3-venv']

async function enableVenv(
  interpreter: Interpreter,
  context: MakeRequest & { readonly installed: string[] },
): Promise<Interpreter> {
  if (interpreter.venvPip || !context.isRoot || !(await hasApt())) return interpreter
  context.onProgress(`installing the Debian package ${venvPackages.join(' ')}`)
  if (await installDebian(venvPackages, context)) context.installed.push(...venvPackages)
  return (await probe(interpreter.python, context)) ?? interpreter
}

async function fromVenv(
  context: MakeContext,
): Promise<MadeRuntime | { readonly problems: readonly string[] }> {
  const { interpreter, folder } = context
  if (!interpreter.venvPip) {
    return { problems: [`${interpreter.python} has no module ensurepip`] }
  }
  const venv = await makeVenv(context)
  if ('problems' in venv) return venv
  const minor = interpreter.version.split('.').slice(0, 2).join('.')
  return {
    ...venv,
    interpreter,
    mounts: [join(folder, 'venv'), ...outsideUsr([interpreter.prefix])],
    watched: [interpreter.python, join(folder, 'venv', 'lib', `python${minor}`, 'site-packages')],
    modules: context.plan.modules,
    installed: context.installed,
  }
}

async function fromSystem(
  context: MakeContext,
  problems: readonly string[],
): Promise<MadeRuntime | undefined> {
  const { interpreter, plan } = context
  context.onProgress('trying the packages of the system')
  if (await importProblem(interpreter.python, plan.systemModules, context)) return undefined
  const inventory = await takeInventory(interpreter, context)
  if (!inventory) return undefined
  return {
    interpreter,
    python: interpreter.python,
    source: context.installed.includes(plan.debianPackages[0] ?? '') ? 'distribution' : 'system',
    packages: inventory.packages,
    mounts: outsideUsr([interpreter.prefix, ...inventory.folders]),
    watched: [interpreter.python, ...inventory.folders],
    modules: plan.systemModules,
    notes: [
      `No virtual environment could be filled (${problems.join('; ')}): took the packages of ${interpreter.python}.`,
    ],
    installed: context.installed,
  }
}

async function fromDebian(
  context: MakeContext,
  problems: readonly string[],
): Promise<MadeRuntime | undefined> {
  const { debianPackages } = context.plan
  if (!context.isRoot || !(await hasApt())) return undefined
  context.onProgress(`installing the Debian packages ${debianPackages.join(' ')}`)
  if (!(await installDebian(debianPackages, context))) return undefined
  context.installed.push(...debianPackages)
  return fromSystem(context, problems)
}

/** Sandboxes always see /usr. */
function outsideUsr(folders: readonly string[]): readonly string[] {
  const outside = folders.filter((folder) => folder !== '/usr' && !folder.startsWith('/usr/'))
  return [...new Set(outside)]
}

function noInterpreter(request: MakeRequest): CordonError {
  const who = request.isRoot ? ' that an unprivileged user can start' : ''
  return new CordonError('runtime-missing', `There is no Python 3.9 or newer${who}.`, {
    help: debianCommand(['python3', ...venvPackages], request.isRoot),
  })
}

async function helpFor(interpreter: Interpreter, request: MakeRequest): Promise<string> {
  const isDebian = await hasApt()
  if (!interpreter.venvPip && isDebian) return debianCommand(venvPackages, request.isRoot)
  const index = 'Let pip reach a package index (PIP_INDEX_URL) and run "cordon setup" again'
  return isDebian
    ? `${index}, or: ${debianCommand(request.plan.debianPackages, request.isRoot)}`
    : index
}
