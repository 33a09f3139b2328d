import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultLimits } from '../dist/kernel/limits.js'
import { openLinuxSandbox } from '../dist/sandbox/backends/linux/open.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atLeast, atMost, plain, timed } from './figures.mjs'
import { pandasJob } from './sandbox-latency.mjs'

const warmUps = 50
const runs = 1000
const requests = 100
/** Some 40 ms of one core a round, so that what is measured is how the work spreads. */
const busyJob = (rounds) => `import numpy as np, pandas as pd
for _ in range(${rounds}):
    df = pd.DataFrame({'a': np.arange(400_000), 'b': np.arange(400_000) % 7})
    result = df.groupby('b').a.agg(['sum', 'mean', 'std', 'median']).round(2).to_dict()`

/** A thousand jobs in one process's children, looked at before and after; then a hundred requests at once. */
export async function measure() {
  const { cacheDir, runDir } = readEnvironment()
  const runtime = await loadRuntime({ cacheDir })
  const stateDir = mkdtempSync(join(runDir, 'endurance-'))
  chmodSync(stateDir, 0o711)
  try {
    const open = (options) => openLinuxSandbox({ runtime, stateDir, required: [], ...options })
    return [...(await measureGrowth(open, stateDir)), ...(await measureQueue(open, runtime))]
  } finally {
    rmSync(stateDir, { recursive: true, force: true })
  }
}

async function measureGrowth(open, stateDir) {
  const sandbox = await open({ concurrency: 1, runsEach: Number.POSITIVE_INFINITY })
  try {
    for (let run = 0; run < warmUps; run++) await runIn(sandbox, pandasJob)
    const before = await look(stateDir)
    const ms = await timed(async () => {
      for (let run = 0; run < runs; run++) await runIn(sandbox, pandasJob)
    })
    const after = await look(stateDir)
    const grown = (name) => after[name] - before[name]
    return [
      plain('jobs in a row', runs, ''),
      plain('jobs a second, one after another', (runs / ms) * 1000, '/s'),
      // A page cache of the allocator's may come and go; a leak of 1 KB a job would show.
      atMost("growth of the parent's memory", grown('memoryKiB'), { unit: 'KiB', goal: 1000 }),
      ...[
        ['descriptors', 'growth of descriptors in the parent'],
        ['ownDescriptors', 'growth of descriptors in Cordon'],
        ['groups', 'growth of control groups'],
        ['mounts', 'growth of mounts'],
        ['processes', 'growth of processes'],
        ['files', 'growth of temporary files'],
      ].map(([key, name]) => atMost(name, grown(key), { unit: '', goal: 0 })),
    ]
  } finally {
    await sandbox.close()
  }
}

/**
 * A child of the next run is made while one runs, which takes some 20 ms of the other core: one place uses more than one core
 * already where runs are short.
 */
async function measureQueue(open, runtime) {
  const short = await queueOf(open, busyJob(1))
  const long = await queueOf(open, busyJob(8))
  const answered = Math.min(short.answered, long.answered)
  return [
    atLeast('requests answered of 100 at once', answered, { unit: '', goal: requests }),
    plain('throughput of one place, short runs', short.one, '/s'),
    plain('throughput of two places, short runs', short.two, '/s'),
    plain('two places / one, short runs', short.two / short.one, 'x'),
    plain('throughput of one place', long.one, '/s'),
    plain('throughput of two places', long.two, '/s'),
    plain('two bare processes / one', twoProcesses(runtime, busyJob(8)), 'x'),
    atLeast('two places / one', long.two / long.one, { unit: 'x', goal: 1.8 }),
  ]
}

/** What these two cores give without any sandbox. */
function twoProcesses({ python }, code) {
  const program = fileURLToPath(new URL('./two-processes.py', import.meta.url))
  const { stdout } = spawnSync(python, ['-I', program, code, '20'], { encoding: 'utf8' })
  return Number(stdout)
}

async function queueOf(open, code) {
  const rates = []
  let answered = 0
  for (const concurrency of [1, 2]) {
    const sandbox = await open({ concurrency })
    try {
      for (let run = 0; run < 10; run++) await runIn(sandbox, code)
      const ms = await timed(async () => {
        const ends = Array.from({ length: requests }, () => runIn(sandbox, code))
        answered = (await Promise.all(ends)).filter(Boolean).length
      })
      rates.push((requests / ms) * 1000)
    } finally {
      await sandbox.close()
    }
  }
  const [one, two] = rates
  return { answered, one, two }
}

async function runIn(sandbox, code) {
  const job = { code, fileName: 'script.py', inputs: [], limits: defaultLimits }
  const report = await sandbox.run(job, new AbortController().signal)
  if (report.status !== 'completed') throw new Error(JSON.stringify(report.failure))
  return true
}

/** Counts once it has become quiet: children are made ahead, and control groups go a moment after their run. */
async function look(stateDir) {
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const inside = pids.filter((pid) => read(`/proc/${pid}/mountinfo`).includes(basename(stateDir)))
  const parent = inside.find(
    (pid) =>
      /^NSpid:\s+\d+\s+\d+$/m.test(read(`/proc/${pid}/status`)) &&
      read(`/proc/${pid}/cmdline`).includes('cordon_guest.supervisor'),
  )
  const { groups } = JSON.parse(
    read(join(stateDir, readdirSync(stateDir)[0] ?? '', 'owner.json')) || '{"groups":[]}',
  )
  return {
    memoryKiB: Number(/^RssAnon:\s+(\d+)/m.exec(read(`/proc/${parent}/status`))?.[1]),
    descriptors: readdirSync(`/proc/${parent}/fd`).length,
    ownDescriptors: readdirSync('/proc/self/fd').length,
    groups: groups.flatMap((group) => readdirSync(group)).filter(isRun).length,
    mounts: [`/proc/${parent}/mountinfo`, '/proc/self/mountinfo']
      .map((path) => read(path).split('\n').length)
      .reduce((sum, count) => sum + count),
    processes: inside.length,
    files: readdirSync(stateDir, { recursive: true }).length,
  }
}

function isRun(name) {
  return name.startsWith('run-')
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
