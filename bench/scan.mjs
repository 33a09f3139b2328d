import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atLeast, atMost, percentile, plain } from './figures.mjs'
import { banditCommand, ruffCommand } from './scan/peers.mjs'

const cli = fileURLToPath(new URL('../dist/bundle/cordon.js', import.meta.url))
const usage = fileURLToPath(new URL('./scan/usage.py', import.meta.url))

/** Every so many files of the library: enough to be even, and Bandit ends within a minute. */
const sampleStep = 3
const rounds = 3
const coldRuns = 15

/** All sides over copies of the same files, each in a process of its own. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  try {
    const tree = join(folder, 'tree')
    const megabytes = copyLibrary(tree)
    const scans = measureThreads(tree)
    const bandit = used(banditCommand(tree))
    const ruff = best(() => used(ruffCommand(tree, folder)))
    return [
      plain('Python source', megabytes, 'MB'),
      plain('Cordon, one thread', megabytes / scans.one.wallSeconds, 'MB/s'),
      plain('Bandit', megabytes / bandit.wallSeconds, 'MB/s'),
      plain('Ruff --select S, one thread', megabytes / ruff.wallSeconds, 'MB/s'),
      atLeast('Bandit / Cordon, CPU time', bandit.cpuSeconds / scans.one.cpuSeconds, {
        unit: 'x',
        goal: 30,
      }),
      plain('Bandit / Cordon, wall time', bandit.wallSeconds / scans.one.wallSeconds, 'x'),
      plain('Cordon / Ruff, CPU time', scans.one.cpuSeconds / ruff.cpuSeconds, 'x'),
      atLeast('two threads / one thread', scans.one.wallSeconds / scans.two.wallSeconds, {
        unit: 'x',
        goal: 1.7,
      }),
      plain('CPU time, two threads / one', scans.two.cpuSeconds / scans.one.cpuSeconds, 'x'),
      ...sizeFigures(folder, tree, { megabytes, used: scans.one }),
      ...coldFigures(folder),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function scan(tree, jobs) {
  return used([process.execPath, cli, 'scan', '--no-cache', '--jobs', String(jobs), '--json', tree])
}

/** CPU time for each MB, less what a scan of nothing takes, and memory; with `--long` up to 200 MB. */
function sizeFigures(folder, tree, sample) {
  const none = join(folder, 'none')
  mkdirSync(none)
  const start = best(() => scan(none, 1)).cpuSeconds
  const smallTree = grown(tree, join(folder, 'small'), 1)
  const small = { megabytes: 1, used: best(() => scan(smallTree, 1)) }
  const large = longMegabytes.map((megabytes) => ({
    megabytes,
    used: scan(grown(tree, join(folder, `large-${megabytes}`), megabytes), 1),
  }))
  const sizes = [small, sample, ...large]
  const each = sizes.map(({ megabytes, used }) => (used.cpuSeconds - start) / megabytes)
  const largest = sizes.at(-1)
  return [
    ...sizes.map(({ megabytes }, at) =>
      plain(`CPU time for each MB of ${Math.round(megabytes)} MB`, 1000 * each[at], 'ms'),
    ),
    atMost('time for each byte, the largest / 1 MB', each.at(-1) / each[0], {
      unit: 'x',
      goal: 1.25,
    }),
    atMost(`peak memory on ${Math.round(largest.megabytes)} MB`, largest.used.peakMB, {
      unit: 'MB',
      goal: 600,
    }),
  ]
}

const longMegabytes = process.argv.includes('--long') ? [160, 200] : []

/** A folder of so many megabytes: the files of a tree, again and again, or as far as they go. */
function grown(tree, target, megabytes) {
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .sort()
  let left = megabytes * 1e6
  for (let round = 0; left > 0; round++) {
    for (const file of files) {
      const copy = join(target, String(round), file)
      mkdirSync(dirname(copy), { recursive: true })
      copyFileSync(join(tree, file), copy)
      left -= statSync(copy).size
      if (left <= 0) break
    }
  }
  return target
}

/** Alternately, so that whatever else the machine does falls on both. */
function measureThreads(tree) {
  const pairs = Array.from({ length: rounds }, () => ({ one: scan(tree, 1), two: scan(tree, 2) }))
  return {
    one: fastest(pairs.map(({ one }) => one)),
    two: fastest(pairs.map(({ two }) => two)),
  }
}

function coldFigures(folder) {
  const script = join(folder, 'script.py')
  writeFileSync(script, fortyLines)
  const cold = (command) =>
    percentile(Array.from({ length: coldRuns }, () => used(command).wallSeconds * 1000))
  return [
    plain('node that does nothing, p50', cold([process.execPath, '-e', '0']), 'ms'),
    atMost('cold cordon check of 40 lines, p50', cold([process.execPath, cli, 'check', script]), {
      unit: 'ms',
      goal: 200,
    }),
  ]
}

function copyLibrary(tree) {
  const code = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])'
  const library = execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim()
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !/(?:site|dist)-packages/.test(file))
    .sort()
    .filter((_, at) => at % sampleStep === 0)
    .map((file) => join(library, file))
  let bytes = 0
  for (const file of files) {
    const copy = join(tree, relative(library, file))
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(file, copy)
    bytes += statSync(file).size
  }
  return bytes / 1e6
}

function used(command) {
  return JSON.parse(execFileSync('python3', [usage, ...command], { encoding: 'utf8' }))
}

function best(work) {
  return fastest(Array.from({ length: rounds }, work))
}

function fastest(samples) {
  return samples.reduce((a, b) => (b.wallSeconds < a.wallSeconds ? b : a))
}

const fortyLines = `import pandas as pd
import numpy as np

${Array.from(
  { length: 12 },
  (_, at) => `part_${at} = bonds[bonds["size"] > ${at}]
means_${at} = part_${at}.groupby("sector")["spread"].mean()
top_${at} = means_${at}.sort_values(ascending=False).head(${at + 1})`,
).join('\n')}
result = pd.DataFrame({"top": top_0, "all": np.round(means_0, 2)})
`
