import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as engine from '@duckdb/node-api'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { DatasetName } from '../kernel/ids.ts'
import { parseDatasets } from './config.ts'
import { type Governor, openGovernor } from './govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-large-'))
const options = {
  engine,
  loadArrow: () => import('apache-arrow'),
  maskKeys: new Map([[1, new Uint8Array(32).fill(9)]]),
  outRoot: join(folder, 'out'),
  threads: 2,
}
let governor: Governor
let connection: engine.DuckDBConnection

beforeAll(async () => {
  mkdirSync(join(folder, 'out'))
  governor = await openGovernor({ ...options, memoryBytes: 1024 << 20 })
  connection = await (await engine.DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => {
  governor.close()
  connection.closeSync()
  rmSync(folder, { recursive: true })
})

/** Rows that lie in several row groups, so that threads share them; the masked columns are texts, numbers and nulls. */
const rowsFrom = (start: number, count: number, more = '') =>
  `SELECT i AS n, CASE WHEN i % 3 > 0 THEN 'id' || (i * 7919) % 1700 END AS id,
     (i * 31) % 900 / 4 AS amount${more} FROM range(${start}, ${start + count}) rows(i)`

interface Row {
  readonly [name: string]: unknown
  readonly n?: unknown
  readonly id?: unknown
  readonly amount?: unknown
  readonly position?: unknown
  readonly s?: unknown
}

/** Every granted row, as the caller reads them. */
async function grant(path: string): Promise<readonly Row[]> {
  const granted = await govern(path)
  return (await connection.run(`SELECT * FROM '${granted.path}'`)).getRowObjectsJS()
}

interface From {
  readonly from?: Governor
  readonly format?: 'parquet' | 'arrow'
}

const usual = { id: { mask: 'hash' }, amount: { mask: 'tokenize' } }

async function govern(
  path: string,
  columns: object = usual,
  { from = governor, format = 'parquet' }: From = {},
) {
  const dataset = {
    classification: 'INTERNAL',
    rows: { analyst: 'row.n % 5 != user.skipped' },
    columns,
  }
  const parsed = parseDatasets({ t: dataset }, ['analyst'])
  const policy = parsed.ok ? parsed.value.get('t') : undefined
  if (!policy) throw new Error('no policy')
  return from.govern({
    name: 't' as DatasetName,
    path,
    policy,
    principal: { id: 'ana', roles: ['analyst'], groups: [], attributes: { skipped: 2 } },
    scope: { tenant: 'acme', purpose: 'research' },
    outDir: mkdtempSync(join(folder, 'out', 'run-')),
    format,
  })
}

const masked = ({ n, id, amount }: Row) => ({ n, id, amount })

/** What a grant of so few rows holds that their pseudonyms are made row by row. */
async function grantInParts(from: number, count: number) {
  const rows = []
  for (let start = from; start < from + count; start += 15_000) {
    const path = join(folder, 'part.parquet')
    const part = rowsFrom(start, Math.min(15_000, from + count - start))
    await connection.run(`COPY (${part}) TO '${path}'`)
    rows.push(...(await grant(path)))
  }
  return rows
}

test('a large source of any format gives the rows of small ones in the same order', async () => {
  const parts = await grantInParts(0, 80_000)
  expect(parts.length).toBe(64_000)
  const all = rowsFrom(0, 80_000)
  mkdirSync(join(folder, 'several'))
  await connection.run(`COPY (${all}) TO '${folder}/one.parquet' (ROW_GROUP_SIZE 8000)`)
  await connection.run(`COPY (${rowsFrom(0, 1000)}) TO '${folder}/several/a.parquet'`)
  await connection.run(
    `COPY (${rowsFrom(1000, 79_000)}) TO '${folder}/several/b.parquet' (ROW_GROUP_SIZE 8000)`,
  )
  await connection.run(`COPY (${all}) TO '${folder}/long.csv'`)
  await connection.run(`ATTACH '${folder}/rows.duckdb' AS made`)
  await connection.run(`CREATE TABLE made.rows AS ${all}`)
  await connection.run('DETACH made')
  for (const name of ['one.parquet', 'several', 'long.csv', 'rows.duckdb']) {
    expect(isDeepStrictEqual(await grant(join(folder, name)), parts), name).toBe(true)
  }
}, 60_000)

test('columns that are called as the engine calls positions, or whose types name values, change no row', async () => {
  const parts = await grantInParts(0, 60_000)
  const more = `, 60000 - i AS rowid, 1 - i AS file_row_number, i % 2 AS file_index, -i AS position`
  const path = join(folder, 'odd.parquet')
  await connection.run(`COPY (${rowsFrom(0, 60_000, more)}) TO '${path}' (ROW_GROUP_SIZE 8000)`)
  const odd = await grant(path)
  expect(isDeepStrictEqual(odd.map(masked), parts)).toBe(true)
  expect(odd.every(({ n, position }) => Number(position) === -Number(n))).toBe(true)
  const nested = join(folder, 'nested.parquet')
  const structures = `, -i AS position, {'a': i} AS s, CAST(['x', 'y'][i % 2 + 1] AS ENUM('x', 'y')) AS e`
  await connection.run(
    `COPY (${rowsFrom(0, 60_000, structures)}) TO '${nested}' (ROW_GROUP_SIZE 8000)`,
  )
  const rows = await grant(nested)
  expect(isDeepStrictEqual(rows.map(masked), parts)).toBe(true)
  expect(rows.every(({ n, s }) => s === `{"a":${n}}`)).toBe(true)
}, 60_000)

test('a granted file holds neither values nor statistics nor notes of what is kept from the caller', async () => {
  const path = join(folder, 'secret.parquet')
  const more = `, 'SECRET' || i AS id_of, CASE WHEN i % 5 = 2 THEN 'FILTERED' || i ELSE 'x' END AS marker,
    {'SECRETKEY': i} AS nested`
  await connection.run(
    `COPY (${rowsFrom(0, 40_000, more)}) TO '${path}' (KV_METADATA {note: 'SECRETNOTE'})`,
  )
  for (const mask of ['hash', 'tokenize', 'partial', 'redact', 'null', 'remove']) {
    const columns = { id: { mask: 'hash' }, id_of: { mask }, nested: { mask: 'remove' } }
    const bytes = readFileSync((await govern(path, columns)).path)
    expect(bytes.includes('marker'), mask).toBe(true)
    for (const text of ['SECRET', 'FILTERED']) expect(bytes.includes(text), mask).toBe(false)
  }
})

/** What each row of a granted file holds. */
async function rowsOf({ path, format }: GrantedDataset): Promise<unknown[]> {
  if (format === 'parquet') return (await connection.run(`SELECT * FROM '${path}'`)).getRowsJS()
  const table = tableFromIPC(readFileSync(path))
  return Array.from({ length: table.numRows }, (_, row) => table.get(row)?.toArray())
}

test.each(['parquet', 'arrow'] as const)(
  'a grant to %s that is larger than the memory gets its rows, in their order',
  async (format) => {
    const path = join(folder, 'larger.parquet')
    const sql = `SELECT i AS n, 'id' || (i * 7919) % 800000 AS id, i % 9 AS amount FROM range(800000) rows(i)`
    await connection.run(`COPY (${sql}) TO '${path}'`)
    const hashed = { id: { mask: 'hash' }, amount: { mask: 'hash' } }
    const small = await openGovernor({ ...options, memoryBytes: 128 << 20 })
    try {
      const little = await govern(path, hashed, { from: small, format })
      const much = await govern(path, hashed, { from: governor, format })
      const rows = await rowsOf(little)
      expect(rows.length).toBe(640_000)
      expect(isDeepStrictEqual(rows, await rowsOf(much))).toBe(true)
    } finally {
      small.close()
    }
  },
  60_000,
)

const grantedFiles = () =>
  readdirSync(join(folder, 'out'), { recursive: true }).filter((name) =>
    String(name).endsWith('.parquet'),
  ).length

test.each([
  ['other rows', (path: string) => `COPY (${rowsFrom(900_000, 40_000)}) TO '${path}'`],
  ['other columns', (path: string) => `COPY (SELECT 'SECRET' AS other) TO '${path}'`],
])('a file that holds %s before it is read gives an error and no file', async (_, sql) => {
  const path = join(folder, 'changing.parquet')
  await connection.run(`COPY (${rowsFrom(0, 40_000)}) TO '${path}'`)
  const kept = readFileSync(path)
  await connection.run(sql(join(folder, 'changed.parquet')))
  const changed = readFileSync(join(folder, 'changed.parquet'))
  await governor.inspectSource(path)
  const before = grantedFiles()
  const going = govern(path).catch((error: unknown) => error)
  writeFileSync(path, changed)
  const error = await going
  expect(error).toMatchObject({ code: 'data-invalid' })
  expect(String(error)).not.toMatch(/SECRET|id9/)
  expect(grantedFiles()).toEqual(before)
  writeFileSync(path, kept)
  expect((await govern(path)).rowCount).toBe(32_000)
})

test.each([
  ...['s; DROP', 'a"b', "it's", 'SELECT', 'position', 'kept', 'clear', 'pseudonym', 'seen0'],
  ...['rowid', 'true', 'row', 'cordon_source', 'file_row_number', 'filename'],
])('a column called %s is masked like others', async (name) => {
  const path = join(folder, 'named.parquet')
  const column = `"${name.replaceAll('"', '""')}"`
  await connection.run(
    `COPY (SELECT i AS n, 'SECRET' || i % 100 AS ${column} FROM range(30000) t(i)) TO '${path}'`,
  )
  const custom = `row[${JSON.stringify(name)}].substring(0, 1)`
  for (const mask of ['hash', 'tokenize', { custom }]) {
    const granted = await govern(path, { [name]: { mask }, n: { mask: 'hash' } })
    expect(granted.rowCount).toBe(24_000)
    expect(readFileSync(granted.path).includes('SECRET')).toBe(false)
  }
})
