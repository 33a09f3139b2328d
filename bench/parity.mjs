import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atLeast, atMost, plain } from './figures.mjs'

const libraries = ['pandas', 'numpy', 'matplotlib']
/** Test modules that need no picture files, no network and nothing that the runtime lacks. */
const testModules = [
  'pandas.tests.groupby.test_groupby',
  'pandas.tests.groupby.test_reductions',
  'pandas.tests.reshape.merge.test_merge',
  'pandas.tests.frame.test_constructors',
  'pandas.tests.io.parser.test_parse_dates',
  'pandas.tests.io.test_parquet',
  'numpy._core.tests.test_numeric',
  'numpy.lib.tests.test_function_base',
  'numpy.linalg.tests.test_linalg',
]
/** matplotlib's test package does not load without its picture files, so single modules of it are copied. */
const copiedModules = ['test_ticker', 'test_colors', 'test_cbook', 'test_transforms', 'test_path']
/** The runner of those tests, which no runtime has. */
const testPackages = ['pytest', 'hypothesis']
const debianPackages = [
  ...['python3-pytest', 'python3-pluggy', 'python3-iniconfig', 'python3-packaging'],
  ...['python3-hypothesis', 'python3-attr', 'python3-sortedcontainers'],
]
const least = 300
const testLimits = {
  ...defaultLimits,
  ...{ wallMs: 600_000, cpuMs: 600_000, memoryBytes: 2 << 30, diskBytes: 1 << 30 },
}

/**
 * The libraries' own documentation examples and test modules, run twice in plain Python and once in the sandbox. What
 * plain Python cannot run, or does not do alike twice, says nothing and is left out. `every` takes each nth example.
 */
export async function measure({ every = 1, modules = [...testModules, ...copiedModules] } = {}) {
  const place = await openPlace(modules.length > 0)
  try {
    const examples = await compareExamples(place, every)
    const tests = await compareTests(place, modules)
    for (const name of [...examples.differing, ...tests.differing]) {
      process.stderr.write(`differs: ${name}\n`)
    }
    return [
      atLeast('documentation examples that run outside', examples.count, {
        ...{ unit: '', goal: Math.min(least, Math.ceil(least / every)) },
      }),
      ...libraries.map((name) => plain(`of them ${name}`, examples.of(name), '')),
      atMost('examples that differ inside', examples.differing.length, { unit: '', goal: 0 }),
      plain('tests of the libraries that pass outside', tests.count, ''),
      atMost('tests that do not pass inside', tests.differing.length, { unit: '', goal: 0 }),
    ]
  } finally {
    await place.close()
  }
}

async function compareExamples(place, every) {
  const listed = JSON.parse(place.python([pathOf('parity/examples.py')]))
  const chosen = listed.filter((_, index) => index % every === 0)
  const scripts = chosen.map(([, text]) => scriptOf(`run_examples(${pythonText(text)})`))
  const [once_, again] = [await runOutside(place, scripts), await runOutside(place, scripts)]
  const steady = chosen.flatMap(([name], index) => {
    const [told, second] = [once_[index], again[index]]
    const isSound = told?.every(([, failure, isMeant]) => isMeant || failure === '')
    return isSound && isDeepStrictEqual(told, second)
      ? [{ name, told, script: scripts[index] }]
      : []
  })
  const inside = await runInside(
    place.sandbox,
    steady.map(({ script }) => script),
    defaultLimits,
  )
  const differing = steady.flatMap(({ name, told }, index) =>
    isDeepStrictEqual(inside[index], told)
      ? []
      : [`${name}: ${firstDifference(told, inside[index])}`],
  )
  const of = (library) => steady.filter(({ name }) => name.startsWith(library)).length
  return { count: steady.length, of, differing }
}

async function compareTests(place, modules) {
  const scripts = modules.map((name) =>
    scriptOf(`run_tests(${pythonText(name)}, ${pythonText(place.tests)})`),
  )
  const outside = await runOutside(place, scripts)
  const inside = await runInside(place.sandbox, scripts, testLimits)
  const passing = modules.flatMap((module, index) =>
    Object.entries(outside[index] ?? {})
      .filter(([, outcome]) => outcome === 'passed')
      .map(([test]) => ({
        name: `${module}::${test}`,
        inside: inside[index]?.[test] ?? inside[index],
      })),
  )
  const differing = passing.filter((test) => test.inside !== 'passed')
  return {
    count: passing.length,
    differing: differing.map(
      (test) => `${test.name}: ${JSON.stringify(test.inside)?.slice(0, 200)}`,
    ),
  }
}

async function openPlace(wantsTests) {
  const { cacheDir, runDir } = readEnvironment()
  const runtime = await loadRuntime({ cacheDir })
  const folder = mkdtempSync(join(tmpdir(), 'cordon-parity-'))
  const stateDir = mkdtempSync(join(runDir, 'parity-'))
  for (const path of [folder, stateDir]) chmodSync(path, 0o755)
  const tests = join(folder, 'tests')
  if (wantsTests) installTests(runtime, tests)
  const mounts = wantsTests ? [...runtime.mounts, tests] : runtime.mounts
  const sandbox = await openLinuxSandbox({
    runtime: { ...runtime, mounts },
    stateDir,
    required: [],
  })
  const env = { ...outsideEnvironment, MPLCONFIGDIR: runtime.matplotlibCache ?? folder }
  return {
    ...{ sandbox, tests },
    start: (script) =>
      spawn(runtime.python, ['-I', '-B', script], { env, stdio: ['pipe', 'pipe', 'inherit'] }),
    python: (args) =>
      execFileSync(runtime.python, ['-I', '-B', ...args], {
        env,
        maxBuffer: 1 << 28,
        encoding: 'utf8',
      }),
    close: async () => {
      await sandbox.close()
      for (const path of [folder, stateDir]) rmSync(path, { recursive: true, force: true })
    },
  }
}

const outsideEnvironment = {
  ...{ PATH: '/usr/bin', LANG: 'C.UTF-8', TZ: 'UTC', MPLBACKEND: 'Agg' },
  ...{ OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
}

/** Puts the test runner and the copied modules into a folder that both sides import from. */
function installTests({ python, version }, folder) {
  mkdirSync(folder)
  if (existsSync('/usr/bin/apt-get')) unpackFromDebian(folder)
  else installFromIndex(version, folder)
  const where = 'import matplotlib, os; print(os.path.dirname(matplotlib.__file__), end="")'
  const matplotlib = execFileSync(python, ['-I', '-c', where], { encoding: 'utf8' })
  for (const name of copiedModules) {
    cpSync(join(matplotlib, 'tests', `${name}.py`), join(folder, `${name}.py`))
  }
  execFileSync('chmod', ['-R', 'a+rX', folder])
}

function unpackFromDebian(folder) {
  const packages = mkdtempSync(join(tmpdir(), 'cordon-packages-'))
  const at = { cwd: packages, stdio: ['ignore', 'ignore', 'inherit'] }
  // As root apt would fetch as another user, who may not write here.
  const asOneself = ['-o', 'APT::Sandbox::User=root']
  execFileSync('apt-get', [...asOneself, 'download', '-q', ...debianPackages], at)
  for (const name of readdirSync(packages)) execFileSync('dpkg-deb', ['-x', name, '.'], at)
  cpSync(join(packages, 'usr/lib/python3/dist-packages'), folder, { recursive: true })
  rmSync(packages, { recursive: true, force: true })
}

function installFromIndex(version, folder) {
  const [major, minor] = version.split('.')
  const flags = ['--target', folder, '--python-version', `${major}.${minor}`]
  const words = ['-m', 'pip', 'install', '-q', '--only-binary=:all:', ...flags, ...testPackages]
  execFileSync('python3', words, { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function runOutside(place, scripts) {
  const child = place.start(pathOf('parity/outside.py'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  const answers = []
  for (const script of scripts) {
    child.stdin.write(`${JSON.stringify(script)}\n`)
    answers.push(JSON.parse((await lines.next()).value ?? 'null'))
  }
  child.stdin.end()
  await once(child, 'exit')
  return answers
}

/** What each script leaves in `result`, or how it failed. */
function runInside(sandbox, scripts, limits) {
  return Promise.all(
    scripts.map(async (code) => {
      const job = { code, fileName: 'script.py', inputs: [], limits }
      const end = await sandbox.run(job, new AbortController().signal)
      return end.status === 'completed' ? JSON.parse(end.answer.value.value) : end.failure.message
    }),
  )
}

const prelude = readFileSync(pathOf('parity/outcomes.py'), 'utf8')

function scriptOf(expression) {
  return `${prelude}\n\nresult = json.dumps(${expression})\n`
}

/** A text as Python writes it: JSON's escapes are Python's too. */
function pythonText(text) {
  return JSON.stringify(text)
}

function firstDifference(outside, inside) {
  if (!Array.isArray(inside)) return JSON.stringify(inside)
  const index = outside.findIndex((told, at) => !isDeepStrictEqual(told, inside[at]))
  return `${JSON.stringify(outside[index])?.slice(0, 300)} is ${JSON.stringify(inside[index])?.slice(0, 300)}`
}

function pathOf(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}
