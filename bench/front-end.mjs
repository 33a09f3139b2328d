import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseModule } from '../dist/python/parse.js'
import { walk } from '../dist/python/visit.js'
import { describePython } from './front-end/cpython.mjs'

const goalMbPerSecond = 20
const goalScriptMicroseconds = 150
const rounds = 5
const script = `import pandas as pd
import numpy as np
from collections import defaultdict

WINDOW = 20
COLUMNS = ['isin', 'issuer', 'price', 'yield', 'rating']


def clean(frame: pd.DataFrame, *, columns=COLUMNS) -> pd.DataFrame:
    """Rows that have a price, with the columns that are asked for."""
    kept = frame[columns].dropna(subset=['price'])
    kept['rating'] = kept['rating'].str.upper().fillna('NR')
    return kept[kept['price'] > 0]


def spread(row, base=0.025):
    if row['rating'] in ('AAA', 'AA'):
        return row['yield'] - base
    return max(row['yield'] - base * 1.5, 0.0)


bonds = clean(datasets['bonds'])
bonds['spread'] = bonds.apply(spread, axis=1)
totals = defaultdict(float)
for issuer, group in bonds.groupby('issuer'):
    weights = group['price'] / group['price'].sum()
    totals[issuer] = float(np.dot(weights, group['spread']))

rolling = bonds.sort_values('price')['spread'].rolling(WINDOW).mean()
summary = pd.DataFrame(
    {
        'issuer': list(totals),
        'spread': [round(value, 4) for value in totals.values()],
    }
)
worst = summary.nlargest(10, 'spread')
print(f"{len(worst)} issuers, mean spread {worst['spread'].mean():.3f}")
try:
    result = worst.merge(bonds[['issuer', 'rating']].drop_duplicates(), on='issuer', how='left')
except KeyError as error:
    result = worst
`

/** Parses and visits a Python's standard library, tests included, in one thread; of five rounds, each file's best counts. */
export async function measureFrontEnd(python = 'python3') {
  const { library } = await describePython(python)
  const texts = [...pythonFiles(library)].map((file) => readFileSync(file, 'utf8'))
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const parse = bestMs(texts, parseModule)
  const visit = bestMs(texts, parseAndVisit)
  const warm = medianScriptMs()
  return {
    name: 'front-end',
    figures: [
      { name: 'corpus', value: bytes / 1e6, unit: 'MB', goal: '> 5', ok: bytes > 5e6 },
      figure('parse', bytes / 1e3 / parse, 'MB/s', goalMbPerSecond),
      figure('parse and visit', bytes / 1e3 / visit, 'MB/s', goalMbPerSecond),
      {
        name: `script of ${script.split('\n').length - 1} lines, warm, median`,
        value: warm * 1000,
        unit: 'µs',
        goal: `< ${goalScriptMicroseconds}`,
        ok: warm * 1000 < goalScriptMicroseconds,
      },
    ],
  }
}

function figure(name, value, unit, goal) {
  return { name, value, unit, goal: `>= ${goal}`, ok: value >= goal }
}

function parseAndVisit(text) {
  let count = 0
  walk(parseModule(text).module, () => {
    count++
  })
  return count
}

/** What others run at the same time must not count. */
function bestMs(texts, action) {
  const best = texts.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    texts.forEach((text, index) => {
      best[index] = Math.min(
        best[index],
        timed(() => action(text)),
      )
    })
  }
  return best.reduce((sum, ms) => sum + ms, 0)
}

function medianScriptMs() {
  for (let i = 0; i < 2000; i++) parseAndVisit(script)
  const times = Array.from({ length: 1001 }, () => timed(() => parseAndVisit(script)))
  return times.sort((a, b) => a - b)[500]
}

function timed(action) {
  const started = performance.now()
  action()
  return performance.now() - started
}

function* pythonFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'site-packages') yield* pythonFiles(path)
    else if (entry.isFile() && entry.name.endsWith('.py')) yield path
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const python = process.argv.slice(2).find((argument) => !argument.startsWith('--'))
  const result = await measureFrontEnd(python)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
  else {
    for (const { name, value, unit, goal, ok } of result.figures) {
      process.stdout.write(
        `${ok ? 'ok ' : 'no '} ${name}: ${value.toFixed(1)} ${unit} (goal ${goal})\n`,
      )
    }
  }
}
