import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCordon } from '../dist/index.js'
import { atMost, percentile, plain, timed } from './figures.mjs'

const example = new URL('../examples/bonds/', import.meta.url).pathname
const code = `import pandas as pd

result = bonds.groupby("sector")["new_issue_premium_bps"].mean()
`
const warmUps = 40
const runs = 60

/** The whole corridor over 1,000 rows of CSV. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  try {
    const csv = join(folder, 'bonds.csv')
    const rows = readFileSync(join(example, 'bonds.csv'), 'utf8').split('\n').slice(0, 1001)
    writeFileSync(csv, `${rows.join('\n')}\n`)
    cpSync(join(example, 'cordon.yaml'), join(folder, 'cordon.yaml'))
    const principal = JSON.parse(readFileSync(join(example, 'head-of-desk.json'), 'utf8'))
    const corridor = await measureCorridor({ folder, csv, principal })
    return [
      atMost('source to receipt, p50', percentile(corridor), { unit: 'ms', goal: 40 }),
      plain('source to receipt, p90', percentile(corridor, 0.9), 'ms'),
      plain('source to receipt, p99', percentile(corridor, 0.99), 'ms'),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureCorridor({ folder, csv, principal }) {
  const cordon = createCordon({ config: join(folder, 'cordon.yaml') })
  try {
    const samples = []
    for (let at = 0; at < warmUps + runs; at++) {
      const ms = await timed(async () => {
        const outcome = await cordon.run({ code, principal, datasets: { bonds: csv } })
        if (outcome.status !== 'answered') throw new Error(`the run ended as ${outcome.status}`)
      })
      if (at >= warmUps) samples.push(ms)
    }
    return samples
  } finally {
    await cordon.close()
  }
}
