import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCordon } from '../dist/index.js'
import { atMost, percentile, plain, timed } from './figures.mjs'
import { measure as measureSandbox } from './sandbox-latency.mjs'

const example = new URL('../examples/bonds/', import.meta.url).pathname
const code = `import pandas as pd

result = bonds.groupby("sector")["new_issue_premium_bps"].mean()
`
const warmUps = 40
const runs = 60
const pauseMs = 100

/** The whole corridor over 1,000 rows of CSV; then the sandbox alone, in turns with an unisolated fork. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  try {
    const csv = join(folder, 'bonds.csv')
    const rows = readFileSync(join(example, 'bonds.csv'), 'utf8').split('\n').slice(0, 1001)
    writeFileSync(csv, `${rows.join('\n')}\n`)
    cpSync(join(example, 'cordon.yaml'), join(folder, 'cordon.yaml'))
    const principal = JSON.parse(readFileSync(join(example, 'head-of-desk.json'), 'utf8'))
    const { busy, calm } = await measureCorridor({ folder, csv, principal })
    return [
      atMost('source to receipt, p50', percentile(busy), { unit: 'ms', goal: 40 }),
      plain('source to receipt, p90', percentile(busy, 0.9), 'ms'),
      plain('source to receipt, p99', percentile(busy, 0.99), 'ms'),
      plain('source to receipt after a pause, p50', percentile(calm), 'ms'),
      ...(await measureSandbox()),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One right after the other, where each run pays for making the next child, too; and with a pause in which that is done. */
async function measureCorridor({ folder, csv, principal }) {
  const cordon = createCordon({ config: join(folder, 'cordon.yaml') })
  const ask = async () => {
    const outcome = await cordon.run({ code, principal, datasets: { bonds: csv } })
    if (outcome.status !== 'answered') throw new Error(`the run ended as ${outcome.status}`)
  }
  try {
    for (let at = 0; at < warmUps; at++) await ask()
    const busy = []
    for (let at = 0; at < runs; at++) busy.push(await timed(ask))
    const calm = []
    for (let at = 0; at < runs; at++) {
      await sleep(pauseMs)
      calm.push(await timed(ask))
    }
    return { busy, calm }
  } finally {
    await cordon.close()
  }
}
