import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'

/** The job that is measured: 1,000 rows, one groupby. */
export const pandasJob = [
  'import pandas as pd',
  "df = pd.DataFrame({'a': range(1000), 'b': [i % 7 for i in range(1000)]})",
  "result = df.groupby('b').a.sum().to_dict()",
].join('\n')

/**
 * Measures the same job in the sandbox and in a plain fork without isolation, taking turns. Gives milliseconds:
 * `{sandbox: {p50, p90}, plain: {p50, p90}, ratio}`, the ratio being the median of the paired ratios. The pause before each
 * job is long enough for the sandbox to have made its next child, which else would take time from the plain fork.
 */
export async function measureSandboxLatency({ runtime, stateDir, runs = 100, pauseMs = 40 }) {
  const sandbox = await openLinuxSandbox({ runtime, stateDir, required: [] })
  const twin = await startTwin(runtime.python)
  const sandboxed = () => runInSandbox(sandbox, pandasJob)
  try {
    const pairs = []
    for (let run = -10; run < runs; run++) {
      const pair =
        run % 2 === 0
          ? await inTurn(sandboxed, twin.run, pauseMs)
          : await inOtherTurn(sandboxed, twin.run, pauseMs)
      if (run >= 0) pairs.push(pair)
    }
    return summarize(pairs)
  } finally {
    twin.close()
    await sandbox.close()
  }
}

/** Milliseconds from nothing to a sandbox that takes jobs, with all of the default modules or only with those named. */
export async function measureColdOpen({ runtime, stateDir, preload, runs = 5 }) {
  const times = []
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    const options = preload === undefined ? {} : { preload }
    const sandbox = await openLinuxSandbox({ runtime, stateDir, required: [], ...options })
    times.push(performance.now() - started)
    await sandbox.close()
  }
  return quantile(times, 0.5)
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

async function inTurn(sandboxed, plain, pauseMs) {
  return { sandbox: await time(sandboxed, pauseMs), plain: await time(plain, pauseMs) }
}

async function inOtherTurn(sandboxed, plain, pauseMs) {
  const plainMs = await time(plain, pauseMs)
  return { sandbox: await time(sandboxed, pauseMs), plain: plainMs }
}

async function time(run, pauseMs) {
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  const started = performance.now()
  await run()
  return performance.now() - started
}

function summarize(pairs) {
  const side = (name) => {
    const times = pairs.map((pair) => pair[name])
    return { p50: quantile(times, 0.5), p90: quantile(times, 0.9) }
  }
  const ratio = quantile(
    pairs.map((pair) => pair.sandbox / pair.plain),
    0.5,
  )
  return { sandbox: side('sandbox'), plain: side('plain'), ratio }
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}
