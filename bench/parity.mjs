import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atLeast, atMost, plain } from './figures.mjs'
import { compareTests, importName, installTests, inTurns } from './parity/tests.mjs'

const libraries = ['pandas', 'numpy', 'matplotlib']
const leastExamples = 300
const mostExamples = 600
const leastModules = 60
const GiB = 1024 ** 3
/** What test modules need beyond what runs get, and half a minute more than plain Python has. */
const testLimits = {
  ...defaultLimits,
  ...{ wallMs: 90_000, cpuMs: 90_000, memoryBytes: 2 * GiB, diskBytes: GiB },
}

/**
 * The libraries' own documentation examples, run twice in plain Python and once in the sandbox, and as many of their test
 * modules as fit in a time, on both sides at once. What plain Python cannot run, or does not do alike twice, says nothing and
 * is left out. `every` takes each nth example, at most 600 of them; `wholeMs` is what all of it may take, to within the last
 * module.
 */
export async function measure({ every = 1, wholeMs = 15 * 60_000, hasTests = true } = {}) {
  const until = performance.now() + wholeMs
  const place = await openPlace(hasTests)
  try {
    const examples = await compareExamples(place, every)
    tell('differs', examples.differing)
    return [
      atLeast('documentation examples that run outside', examples.count, {
        ...{ unit: '', goal: Math.min(leastExamples, Math.ceil(leastExamples / every)) },
      }),
      ...libraries.map((name) => plain(`of them ${name}`, examples.of(name), '')),
      atMost('examples that differ inside', examples.differing.length, { unit: '', goal: 0 }),
      ...(hasTests ? await testFigures(place, until) : []),
    ]
  } finally {
    await place.close()
  }
}

async function testFigures(place, until) {
  const modules = inTurns(JSON.parse(place.python([pathOf('parity/modules.py')])))
  const plainPython = openOutside(place)
  const script = (name) =>
    scriptOf(`run_tests(${pythonText(importName(name))}, ${pythonText(place.tests)})`)
  const sides = {
    outside: (name) => plainPython.ask(script(name)),
    inside: async (name) => (await runInside(place.sandbox, [script(name)], testLimits))[0],
  }
  const { compared, unfinished } = await compareTests(sides, modules, until)
  await plainPython.close()
  const differing = compared.flatMap((module) => module.differing)
  const withheld = compared.flatMap((module) => module.withheld)
  tell('no outcome outside', unfinished)
  tell('withheld', withheld)
  tell('differs', differing)
  const of = (library) => compared.filter(({ name }) => name.startsWith(library)).length
  const passed = compared.reduce((sum, module) => sum + module.passed, 0)
  return [
    atLeast('test modules run to their end on both sides', compared.length, {
      ...{ unit: '', goal: leastModules },
    }),
    ...libraries.map((name) => plain(`of them ${name}'s`, of(name), '')),
    plain('test modules that plain Python brings to no outcome', unfinished.length, ''),
    plain('tests that pass outside', passed, ''),
    plain(
      'of them tests that want a program, a socket, /proc or shared memory, which no run has',
      withheld.length,
      '',
    ),
    atMost('tests that do not pass inside', differing.length, { unit: '', goal: 0 }),
  ]
}

function tell(what, names) {
  for (const name of names) process.stderr.write(`${what}: ${name}\n`)
}

async function compareExamples(place, every) {
  const listed = JSON.parse(place.python([pathOf('parity/examples.py')]))
  const step = Math.max(every, Math.ceil(listed.length / mostExamples))
  const chosen = listed.filter((_, index) => index % step === 0)
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

async function openPlace(wantsTests) {
  const { cacheDir, runDir } = readEnvironment()
  const runtime = await loadRuntime({ cacheDir })
  // Not in /tmp: there each run has files of its own, and sees nothing else.
  const [folder, stateDir] = ['parity-tests-', 'parity-'].map((name) =>
    mkdtempSync(join(runDir, name)),
  )
  for (const path of [folder, stateDir]) chmodSync(path, 0o755)
  const tests = join(folder, 'tests')
  if (wantsTests) installTests(runtime, tests)
  const mounts = wantsTests ? [...runtime.mounts, tests] : runtime.mounts
  const sandbox = await openLinuxSandbox({
    runtime: { ...runtime, mounts },
    stateDir,
    required: [],
    queue: mostExamples,
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

async function runOutside(place, scripts) {
  const plainPython = openOutside(place)
  const answers = []
  for (const script of scripts) answers.push(await plainPython.ask(script))
  await plainPython.close()
  return answers
}

/** Plain Python with the libraries loaded, which runs one script after another, each in a fork of itself. */
function openOutside(place) {
  const child = place.start(pathOf('parity/outside.py'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const isReady = lines.next()
  const ask = async (script) => {
    await isReady
    child.stdin.write(`${JSON.stringify(script)}\n`)
    return JSON.parse((await lines.next()).value ?? 'null')
  }
  const close = async () => {
    child.stdin.end()
    await once(child, 'exit')
  }
  return { ask, close }
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
