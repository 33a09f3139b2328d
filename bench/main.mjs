// npm run bench            lists the measurements
// npm run bench -- NAME    runs one, both sides in one go; --json prints {name, figures: [{name, value, unit, goal, ok}]}

/** Each gives its figures; engines and corpora are loaded only by the one that is asked for. */
const measurements = {
  'run-latency': {
    about: 'a warm pandas job from source text to sealed receipt',
    measure: async () => (await import('./run-latency.mjs')).measure(),
  },
  'sandbox-latency': {
    about: 'a warm pandas job in the sandbox, beside a plain fork without isolation',
    measure: async () => (await import('./sandbox-latency.mjs')).measure(),
  },
  'sandbox-endurance': {
    about: 'a thousand jobs in a row and what they leave behind; a hundred requests at once',
    measure: async () => (await import('./sandbox-endurance.mjs')).measure(),
  },
  parity: {
    about: "pandas', numpy's and matplotlib's own examples and tests, the same inside as outside",
    measure: async () => (await import('./parity.mjs')).measure(),
  },
  faults: {
    about: 'two hundred processes killed at random moments, and what is left or lied about then',
    measure: async () => (await import('./faults.mjs')).measure(),
  },
  frames: {
    about: 'a table of a million rows and ten columns into the sandbox, and out of it',
    measure: async () => (await import('./frames.mjs')).measure(),
  },
  'front-end': {
    about: 'parsing and visiting the standard library of Python in one thread',
    measure: async () => (await import('./front-end.mjs')).measureFrontEnd(),
  },
  'front-end-parity': {
    about: 'the same tree or refusal as CPython on its standard library; differences are listed',
    measure: async () => (await import('./front-end-parity.mjs')).measureParity(),
  },
  grant: {
    about: '1,000 rows governed from file to file, warm',
    measure: async () => (await import('./govern.mjs')).warmGrant(),
  },
  'grant-throughput': {
    about: 'a row filter and three masks over ten million rows, beside the same row by row',
    measure: async () => (await import('./govern.mjs')).throughput(),
  },
  permissions: {
    about: 'decisions on who may see a column, with 500 roles and 2,000 columns',
    measure: async () => (await import('./permissions.mjs')).measure(),
  },
  detection: {
    about: 'recall and precision of the detectors on labelled cells from a seeded generator',
    measure: async () => (await import('./detection.mjs')).measure(),
  },
  gate: {
    about: 'verdicts on labelled code (--corpora DIR) and the time that one takes',
    measure: async () => (await import('./gate.mjs')).measureGate(),
  },
  scorecard: {
    about:
      'recall and false alarms beside Bandit and Ruff under one scorer (--corpora DIR); writes docs/scorecard.md',
    measure: async () => (await import('./scorecard.mjs')).measure(),
  },
  scan: {
    about:
      'cordon scan beside Bandit and Ruff on a part of the standard library (--long: up to 200 MB); a cold check',
    measure: async () => (await import('./scan.mjs')).measure(),
  },
  egress: {
    about: 'what the egress gateway adds to a request, beside the same request sent straight',
    measure: async () => (await import('./egress.mjs')).measure(),
  },
  ledger: {
    about: 'the durable evidence of one run, beside a bare fsync',
    measure: async () => (await import('./ledger.mjs')).ledger(),
  },
}

const args = process.argv.slice(2)
const wantsJson = args.includes('--json')
const [wanted] = args.filter((arg) => !arg.startsWith('-'))

if (!wanted) {
  for (const [name, { about }] of Object.entries(measurements)) {
    process.stdout.write(`${name.padEnd(18)} ${about}\n`)
  }
} else if (!Object.hasOwn(measurements, wanted)) {
  const names = Object.keys(measurements).join(', ')
  process.stderr.write(`There is no measurement "${wanted}". There are: ${names}.\n`)
  process.exitCode = 2
} else {
  const measured = await measurements[wanted].measure()
  const { figures, disagreements = [] } = Array.isArray(measured) ? { figures: measured } : measured
  const report = { name: wanted, figures }
  for (const { file } of disagreements) process.stderr.write(`differs: ${file}\n`)
  process.stdout.write(wantsJson ? `${JSON.stringify(report)}\n` : table(report))
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1
}

function table({ name, figures }) {
  const size = Math.max(...figures.map((figure) => figure.name.length))
  const rows = figures.map(({ name: label, value, unit, goal, ok }) => {
    const mark = goal === undefined || goal === null ? ' ' : ok ? '✓' : '✗'
    const aim = goal === undefined || goal === null ? '' : `   goal ${goal}`
    return `${mark} ${label.padEnd(size)}  ${short(value).padStart(10)} ${unit}${aim}`
  })
  return `${name}\n${rows.join('\n')}\n`
}

function short(value) {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Math.round(value * 100) / 100)
}
