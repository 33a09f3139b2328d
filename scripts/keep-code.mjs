// Runs the joined command line once and keeps beside it what V8 has compiled by then, functions that ran included.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

// As `start.ts` does.
setFlagsFromString('--interrupt-budget=800000')

const main = process.argv[2]
const folder = mkdtempSync(join(tmpdir(), 'cordon-build-'))
const script = join(folder, 'script.py')
writeFileSync(
  script,
  `import pandas as pd
import numpy as np


def clean(frame: pd.DataFrame, *, columns=('price',)) -> pd.DataFrame:
    """Rows that have a price."""
    kept = frame[list(columns)].dropna(subset=['price'])
    return kept[kept['price'] > 0]


bonds = clean(datasets['bonds'])
totals = {name: float(np.dot(g['a'], g['b'])) for name, g in bonds.groupby('issuer')}
try:
    result = pd.DataFrame({'issuer': list(totals)}).merge(bonds, on='issuer')
except KeyError as error:
    result = f'{error!r} {len(totals):.3f}'
`,
)
process.argv.splice(1, process.argv.length, main, 'check', script)
// Nobody reads what it prints.
process.stdout.write = () => true
const code = new Script(readFileSync(main, 'latin1'), { filename: main })
const module = { exports: {} }
code.runInThisContext()(module.exports, createRequire(main), module, main, dirname(main))
process.once('exit', (status) => {
  rmSync(folder, { recursive: true, force: true })
  if (status === 0) writeFileSync(`${main}.cache`, code.createCachedData())
})
