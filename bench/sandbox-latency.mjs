import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atMost, percentile, plain, timed } from './figures.mjs'

/** The job that is measured: 1,000 rows, one groupby. */
export const pandasJob = [
  'import pandas as pd',
  "df = pd.DataFrame({'a': range(1000), 'b': [i % 7 for i in range(1000)]})",
  "result = df.groupby('b').a.sum().to_dict()",
].join('\n')

const warmUps = 20
const runs = 400
/** Long enough for the sandbox to have made its next child, which else would take time from the plain fork. */
const pauseMs = 40

/**
 * The same job in the sandbox and in a plain fork without isolation of a process with pandas preloaded, taking turns; and
 * how long it takes from nothing to a sandbox that takes jobs.
 */
export async function measure() {
  const { cacheDir, runDir } = readEnvironment()
  mkdirSync(runDir, { recursive: true, mode: 0o711 })
  const options = { runtime: await loadRuntime({ cacheDir }), stateDir: runDir, required: [] }
  const opened = performance.now()
  const sandbox = await openLinuxSandbox(options)
  const coldMs = performance.now() - opened
  const twin = await startTwin(options.runtime.python)
  try {
    const pairs = await takeTurns(() => runInSandbox(sandbox, pandasJob), twin.run)
    return [...figuresOf(pairs), plain('from nothing to a sandbox that takes jobs', coldMs, 'ms')]
  } finally {
    twin.close()
    await sandbox.close()
  }
}

function figuresOf({ sandboxed, bare }) {
  const ratio = (share) => percentile(sandboxed, share) / percentile(bare, share)
  return [
    plain('in the sandbox, p50', percentile(sandboxed), 'ms'),
    plain('in the sandbox, p99', percentile(sandboxed, 0.99), 'ms'),
    plain('plain fork without isolation, p50', percentile(bare), 'ms'),
    plain('plain fork without isolation, p99', percentile(bare, 0.99), 'ms'),
    atMost('sandbox / plain fork, p50', ratio(0.5), { unit: 'x', goal: 1.5 }),
    atMost('sandbox / plain fork, p99', ratio(0.99), { unit: 'x', goal: 3 }),
  ]
}

async function takeTurns(inSandbox, inFork) {
  const times = { sandboxed: [], bare: [] }
  const sides = [
    [times.sandboxed, inSandbox],
    [times.bare, inFork],
  ]
  for (let run = 0; run < warmUps + runs; run++) {
    for (const [kept, work] of run % 2 === 0 ? sides : sides.toReversed()) {
      await sleep(pauseMs)
      const ms = await timed(work)
      if (run >= warmUps) kept.push(ms)
    }
  }
  return times
}

async function runInSandbox(sandbox, code) {
  const job = { code, fileName: 'script.py', inputs: [], limits: defaultLimits }
  const report = await sandbox.run(job, new AbortController().signal)
  if (report.status !== 'completed') throw new Error(JSON.stringify(report.failure))
}

async function startTwin(python) {
  const script = fileURLToPath(new URL('plain-fork.py', import.meta.url))
  const env = {
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    JE_ARROW_MALLOC_CONF: 'background_thread:false',
  }
  const child = spawn(python, ['-I', '-B', script], { stdio: ['pipe', 'pipe', 'inherit'], env })
  const lines = createInterface({ input: child.stdout })
  await once(lines, 'line')
  const run = async () => {
    const answered = once(lines, 'line')
    child.stdin.write(`${JSON.stringify(pandasJob)}\n`)
    await answered
  }
  return { run, close: () => child.stdin.end() }
}
