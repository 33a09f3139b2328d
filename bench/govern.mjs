// Governed data: how long a small grant takes when warm, and how many rows a second a large one does.
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import * as engine from '@duckdb/node-api'
import { parseDatasets } from '../dist/data/config.js'
import { openGovernor } from '../dist/data/govern.js'
import { loadRuntime } from '../dist/sandbox/runtime/load.js'
import { readEnvironment } from '../dist/surfaces/config.js'
import { atLeast, atMost, plain } from './figures.mjs'

const maskKey = new Uint8Array(32).fill(3)
const caller = {
  id: 'bench',
  roles: ['analyst'],
  groups: [],
  attributes: { region: 'EMEA', desks: ['d1', 'd2', 'd3'] },
}
const filter = 'row.region == user.region && row.desk in user.desks'

/** p50 and p95 of granting 1,000 rows with a row filter and one pseudonym, from file to file, once the source is known. */
export async function warmGrant({ rounds = 150 } = {}) {
  const policy = policyOf({ isin: 'hash' })
  return inFolder(async (folder) => {
    const figures = []
    for (const format of ['csv', 'parquet']) {
      const path = await makeSource(folder, 1000, format)
      const governor = await open(folder, 1)
      for (const handover of ['parquet', 'arrow']) {
        const request = { folder, path, policy, format: handover }
        const times = await timesOf(rounds, () => grant(governor, request))
        const name = `1,000 rows of ${format} to ${handover}`
        const goal = handover === 'parquet' ? 8 : undefined
        figures.push(figure(`${name}, p50`, times[rounds >> 1], 'ms', goal))
        figures.push(figure(`${name}, p95`, times[Math.floor(rounds * 0.95)], 'ms'))
      }
      governor.close()
    }
    return figures
  })
}

/** Milliseconds of each round, shortest first, after some that do not count. */
async function timesOf(rounds, work) {
  const times = []
  for (let round = -20; round < rounds; round++) {
    const start = performance.now()
    await work()
    if (round >= 0) times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)
}

/**
 * Input rows a second with a row filter and three keyed masks from Parquet to Parquet, next to the same policy done row by row
 * in JavaScript and with pandas `apply`, both over fewer rows, which flatters them.
 */
export async function throughput({ rowCount = 10_000_000 } = {}) {
  const policy = policyOf({ isin: 'hash', email: 'hash', account: 'hash' })
  return inFolder(async (folder) => {
    const path = await makeSource(folder, rowCount, 'parquet')
    const governor = await open(folder, 2)
    await governor.inspectSource(path)
    const [start, before] = [performance.now(), process.cpuUsage()]
    await grant(governor, { folder, path, policy, format: 'parquet' })
    const governed = (rowCount / (performance.now() - start)) * 1000
    const { user, system } = process.cpuUsage(before)
    governor.close()
    const memory = process.resourceUsage().maxRSS / 1024
    rmSync(path)
    const fewer = Math.min(rowCount, 1_000_000)
    const part = await makeSource(folder, fewer, 'parquet')
    const rowByRow = await rowByRowRate(part, join(folder, 'rows.csv'), fewer)
    const applied = await applyRate(folder, 50_000)
    const times = { unit: 'x' }
    return [
      atLeast(`${rowCount} rows, filter and three masks`, governed, { unit: 'rows/s', goal: 3e6 }),
      plain('rows for each second of processor time', (rowCount * 1e6) / (user + system), 'rows/s'),
      atMost('memory at most, with the making of the rows', memory, { unit: 'MB', goal: 1500 }),
      plain('the same row by row in JavaScript', rowByRow, 'rows/s'),
      atLeast('times as fast as JavaScript', governed / rowByRow, { ...times, goal: 10 }),
      ...(applied === undefined
        ? []
        : [
            plain('the same with pandas apply', applied, 'rows/s'),
            atLeast('times as fast as pandas apply', governed / applied, { ...times, goal: 5 }),
          ]),
    ]
  })
}

/** undefined where this machine has no runtime with pandas. */
async function applyRate(folder, count) {
  const runtime = await loadRuntime(readEnvironment())
  if (!runtime) return undefined
  const path = await makeSource(folder, count, 'csv')
  const script = fileURLToPath(new URL('govern-apply.py', import.meta.url))
  const args = [script, path, join(folder, 'applied.csv'), String(count)]
  return Number(execFileSync(runtime.python, args, { encoding: 'utf8' }))
}

function figure(name, value, unit, goal) {
  const rounded = Math.round(value * 100) / 100
  return goal === undefined
    ? { name, value: rounded, unit }
    : { name, value: rounded, unit, goal, ok: value <= goal }
}

function policyOf(masks) {
  const columns = Object.fromEntries(Object.entries(masks).map(([name, mask]) => [name, { mask }]))
  const dataset = { classification: 'INTERNAL', rows: { analyst: filter }, columns }
  const parsed = parseDatasets({ bench: dataset }, ['analyst'])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value.get('bench')
}

/** In memory where the machine has a folder for that, as hand-overs are. */
async function inFolder(work) {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cordon-bench-'))
  mkdirSync(join(folder, 'out'))
  mkdirSync(join(folder, 'spill'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function open(folder, threads) {
  return openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, maskKey]]),
    outRoot: join(folder, 'out'),
    spillDir: join(folder, 'spill'),
    memoryBytes: 1024 << 20,
    threads,
  })
}

async function grant(governor, { folder, path, policy, format }) {
  const outDir = join(folder, 'out')
  const scope = { tenant: 'bench', purpose: 'bench' }
  const granted = await governor.govern({
    name: 'bench',
    path,
    policy,
    principal: caller,
    scope,
    outDir,
    format,
  })
  rmSync(granted.path)
}

async function makeSource(folder, rowCount, format) {
  const path = join(folder, `source.${format}`)
  await withConnection(async (connection) => {
    await connection.run(`COPY (
      SELECT i AS n, 'DE' || lpad(((i * 7919) % 50000)::VARCHAR, 10, '0') AS isin,
        'user' || ((i * 31) % 20000) || '@example.com' AS email, 'account' || (i % 1000) AS account,
        ['EMEA', 'EMEA', 'Americas', 'APAC'][i % 4 + 1] AS region, 'd' || (i % 5) AS desk,
        ((i * 37) % 1000) / 10.0 AS spread, DATE '2024-01-01' + (i % 700)::INT AS priced
      FROM range(${rowCount}) source(i)) TO '${path}' (FORMAT ${format})`)
  })
  return path
}

async function withConnection(work) {
  const instance = await engine.DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function rowByRowRate(path, outPath, rowCount) {
  const desks = new Set(caller.attributes.desks)
  const pseudonym = (text) => createHmac('sha256', maskKey).update(text).digest('hex').slice(0, 32)
  return withConnection(async (connection) => {
    const out = createWriteStream(outPath)
    const start = performance.now()
    const result = await connection.stream(`SELECT * FROM read_parquet('${path}')`)
    for await (const rows of result.yieldRowObjects()) {
      let text = ''
      for (const row of rows) {
        if (row.region !== caller.attributes.region || !desks.has(row.desk)) continue
        text += `${row.n},${pseudonym(row.isin)},${pseudonym(row.email)},${pseudonym(row.account)},${row.region},${row.desk},${row.spread},${row.priced}\n`
      }
      out.write(text)
    }
    out.end()
    await finished(out)
    return (rowCount / (performance.now() - start)) * 1000
  })
}
