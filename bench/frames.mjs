import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { copyToParquet } from '../dist/data/plan.js'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atMost, percentile, plain, timed } from './figures.mjs'

const runs = 9
/** Five floats, two integers, two texts of few values and a day, a million times. */
const table = `SELECT random() * 100 f0, random() f1, random() f2, random() * 1e6 f3, random() f4,
  (random() * 1e6)::BIGINT i0, (random() * 1e6)::BIGINT i1,
  ['EMEA', 'APAC', 'AMER'][1 + (random() * 1e6)::INT % 3] s0, ['AAA', 'BB', 'A', 'B'][1 + (random() * 1e6)::INT % 4] s1,
  TIMESTAMP '2024-01-01' + INTERVAL 1 DAY * (random() * 365)::INT d FROM range(1000000)`
const limits = { ...defaultLimits, memoryBytes: 2 * 1024 ** 3, resultBytes: 256 * 1024 ** 2 }

/** What a table costs on its way in and out, as the time of a run with it less that of a run without. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  const { cacheDir, runDir } = readEnvironment()
  const runtime = await loadRuntime({ cacheDir })
  const sandbox = await openLinuxSandbox({ runtime, stateDir: runDir, required: [] })
  try {
    const file = join(folder, 'd.parquet')
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(copyToParquet(table, file))
    const samples = { nothing: [], in: [], both: [] }
    for (let run = -2; run < runs; run++) {
      const none = await timed(() => runIn(sandbox, 'result = 1'))
      const into = await runWith(sandbox, file, 'result = len(d)')
      const both = await runWith(sandbox, file, 'result = d')
      if (run < 0) continue
      samples.nothing.push(none)
      samples.in.push(into - none)
      samples.both.push(both - into)
    }
    return [
      plain('a run without a table', percentile(samples.nothing), 'ms'),
      atMost('1,000,000 x 10 in', percentile(samples.in), { unit: 'ms', goal: 60 }),
      atMost('1,000,000 x 10 out', percentile(samples.both), { unit: 'ms', goal: 300 }),
    ]
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runWith(sandbox, file, code) {
  const path = join(sandbox.grantDir, 'd.parquet')
  copyFileSync(file, path)
  await new Promise((resolve) => setTimeout(resolve, 50))
  return timed(() => runIn(sandbox, code, [{ name: 'd', path, format: 'parquet' }]))
}

async function runIn(sandbox, code, inputs = []) {
  const job = { code, fileName: 'script.py', inputs, limits }
  const report = await sandbox.run(job, new AbortController().signal)
  if (report.status !== 'completed') throw new Error(JSON.stringify(report.failure))
}
