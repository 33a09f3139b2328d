import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GrantedDataset } from '../../kernel/grant.ts'
import type { DatasetName } from '../../kernel/ids.ts'
import type { Principal } from '../../kernel/principal.ts'
import { parseDatasets } from '../config.ts'
import { type Governor, openGovernor } from '../govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-postgres-'))
const bin = programFolder()
const password = 'not-for-messages'
let port: number
let governor: Governor
let admin: ReturnType<typeof postgres>

/** Where Debian puts the server's programs, the newest version's. */
function programFolder(): string {
  const versions = '/usr/lib/postgresql'
  const newest = existsSync(versions) ? readdirSync(versions).sort().at(-1) : undefined
  return newest === undefined ? '/usr/bin' : join(versions, newest, 'bin')
}

/** The server refuses to run as root. */
function asServer(program: string, args: readonly string[]): [string, string[]] {
  const isRoot = process.getuid?.() === 0
  return isRoot
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]]
    : [program, [...args]]
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

let stop = () => {}

beforeAll(async () => {
  port = await freePort()
  const data = join(folder, 'data')
  mkdirSync(data)
  if (process.getuid?.() === 0) {
    execFileSync('chown', ['-R', 'postgres', folder])
  }
  execFileSync(...asServer(join(bin, 'initdb'), ['-D', data, '-U', 'admin', '--auth=trust', '-N']))
  const args = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', data]
  const log = openSync(join(folder, 'server.log'), 'w')
  const server = spawn(
    ...asServer(join(bin, 'postgres'), [...args, '-F', '-c', 'log_statement=all']),
    { stdio: ['ignore', 'ignore', log] },
  )
  stop = () => void server.kill('SIGINT')
  admin = postgres({
    host: '127.0.0.1',
    port,
    user: 'admin',
    database: 'postgres',
    onnotice: () => {},
  })
  for (let tries = 0; tries < 100; tries++) {
    const isUp = await admin`SELECT 1`.then(
      () => true,
      () => new Promise<false>((done) => setTimeout(() => done(false), 100)),
    )
    if (isUp) break
  }
  await admin.unsafe(`
    CREATE TABLE bonds (id bigint, amount numeric(12,2), ratio double precision, "desk ""x""" text, day date,
      active boolean, at timestamptz, tags text[]);
    INSERT INTO bonds VALUES (1, 10.50, 1e300, 'línea' || chr(10) || 'b', '2024-02-29', true, '2024-01-01 12:00+02', '{a}'),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    CREATE SCHEMA hidden; CREATE TABLE hidden.secrets (x text);
    CREATE ROLE reader LOGIN PASSWORD '${password}'; GRANT SELECT ON bonds TO reader;
    GRANT INSERT ON bonds TO reader`)
  governor = await openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, new Uint8Array(32)]]),
    outRoot: folder,
    memoryBytes: 256 << 20,
    threads: 1,
    readers: { loadPostgres: async () => ({ connect: postgres, passwordOf: () => password }) },
  })
})
afterAll(async () => {
  governor.close()
  await admin.end()
  stop()
  spawnSync('sleep', ['0.5'])
  rmSync(folder, { recursive: true, force: true })
})

const address = (part = '', user = 'reader') =>
  `postgres://${user}@127.0.0.1:${port}/postgres${part}`

/** What a caller without any claims is granted of the table, by a policy of its own. */
function grantBonds(policed: object, neededColumns?: readonly string[]): Promise<GrantedDataset> {
  const parsed = parseDatasets({ bonds: { classification: 'INTERNAL', ...policed } }, [])
  const policy = parsed.ok ? parsed.value.get('bonds') : undefined
  if (!policy) throw new Error(JSON.stringify(parsed))
  return governor.govern({
    name: 'bonds' as DatasetName,
    path: address('#bonds'),
    policy,
    principal: { id: 'a', roles: [], groups: [], attributes: {} },
    scope: { tenant: 'a', purpose: 'b' },
    outDir: mkdtempSync(join(folder, 'out-')),
    format: 'parquet',
    ...(neededColumns && { neededColumns }),
  })
}

test('a table is read with its types, and rows as the policy lets the caller see them', async () => {
  const info = await governor.inspectSource(address())
  expect(info.rowCount).toBe(2)
  expect(info.columns.map(({ type }) => type)).toEqual([
    ...['BIGINT', 'DECIMAL(12, 2)', 'DOUBLE', 'VARCHAR', 'DATE', 'BOOLEAN'],
    ...['TIMESTAMP WITH TIME ZONE', 'VARCHAR'],
  ])
  const columns = { 'desk "x"': { mask: 'hash' } }
  const grant = await grantBonds({ rows: { default: 'row.id == 1' }, columns })
  expect(grant).toMatchObject({ rowCount: 1, sourceRowCount: 1 })
  expect(readFileSync(grant.path).includes('línea')).toBe(false)
})

test('a column that only an expression of a mask looks at is read for it, and not granted', async () => {
  const columns = { id: { mask: { custom: 'size(row["desk \\"x\\""]) + row.id * 0' } } }
  const grant = await grantBonds({ rows: { default: 'true' }, columns }, ['id'])
  expect(grant.columns.map(({ name }) => name)).toEqual(['id'])
  expect(grant.rowCount).toBe(2)
  expect(readFileSync(grant.path).includes('línea')).toBe(false)
})

const caller: Principal = {
  id: 'a',
  roles: [],
  groups: [],
  attributes: { desks: ['ig', 'HY'], least: 2, share: 0.5 },
}

/** The ids of the rows that a condition lets the caller see. */
async function idsWhere(condition: string, path: string): Promise<string[]> {
  const dataset = { classification: 'INTERNAL', rows: { default: condition } }
  const parsed = parseDatasets({ trades: dataset }, [])
  const policy = parsed.ok ? parsed.value.get('trades') : undefined
  if (!policy) throw new Error('no policy')
  const grant = await governor.govern({
    name: 'trades' as DatasetName,
    path,
    policy,
    principal: caller,
    scope: { tenant: 'a', purpose: 'b' },
    outDir: mkdtempSync(join(folder, 'out-')),
    format: 'parquet',
    neededColumns: ['id'],
  })
  const instance = await engine.DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const sql = `SELECT id FROM read_parquet('${grant.path}') ORDER BY id`
  const rows = await (await connection.run(sql)).getRowsJS()
  connection.closeSync()
  instance.closeSync()
  return rows.map(([id]) => String(id))
}

test('only the rows and columns that are needed are read, and they are those of the whole condition', async () => {
  const trades = Array.from({ length: 60 }, (_, at) => ({
    id: at,
    desk: [null, 'ig', 'hy', 'HY', 'IG ', "o'x", '\\'][at % 7] ?? null,
    size: [null, 0.1 + 0.2, 0.3, 2, -0, 1e300][at % 6] ?? null,
    units: [null, 1, 2, 9007199254740993n, -3][at % 5] ?? null,
    day: [null, '2024-02-29', '2024-03-01'][at % 3] ?? null,
    live: [null, true, false][at % 3] ?? null,
    note: 'not read',
  }))
  const text = (value: unknown) =>
    value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`
  await admin.unsafe(`
    CREATE TABLE trades (id bigint, desk varchar(9), size numeric, units bigint, day date, live boolean, note text);
    INSERT INTO trades VALUES ${trades.map((row) => `(${Object.values(row).map(text).join(', ')})`).join(', ')};
    CREATE INDEX ON trades (desk); GRANT SELECT ON trades TO reader`)
  const file = join(folder, 'trades.ndjson')
  const line = (row: object) =>
    JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? Number(v) : v)).replace(
      '9007199254740992',
      '9007199254740993',
    )
  writeFileSync(file, trades.map(line).join('\n'))
  for (const condition of [
    'row.desk in user.desks && row.units >= user.least',
    'row.desk == "IG" || row.desk == "o\'x" || row.desk == "\\\\"',
    '!(row.desk == "hy") && row.live',
    'row.size == 0.3 || row.units == 9007199254740993',
    'row.size <= 0.0 || row.units == 9007199254740992.0',
    'row.size > user.share && timestamp("2024-03-01") > row.day',
    'row.day == timestamp("2024-03-01T00:00:00Z") && row.desk.startsWith("i")',
    'row.desk < "a" && row.live == true',
    'row.units in [1, 2] && row.desk != null',
    'row.desk in user.missing || true',
    'row.units in [] || row.size * 2.0 > 3.0',
  ]) {
    const expected = await idsWhere(condition, file)
    expect([condition, await idsWhere(condition, address('#trades'))]).toEqual([
      condition,
      expected,
    ])
  }
  const log = readFileSync(join(folder, 'server.log'), 'utf8')
  const [first = ''] = log.match(/DECLARE rows .*trades WHERE .*/g) ?? []
  expect(first).toContain(
    `SELECT "id"::text, "desk"::text, "units"::text FROM public.trades WHERE (("desk" IN ('ig', 'HY')) AND ("units" >= '2'::bigint))`,
  )
  const query = first.slice(first.indexOf('SELECT'))
  await admin`SET enable_seqscan = off`
  const plan = await admin.unsafe(`EXPLAIN ${query}`)
  expect(JSON.stringify(plan)).toMatch(/Index Cond: .*desk/)
  expect(log).not.toContain('"note"::text')
})

test('the digest names what is in the table, and changes with it', async () => {
  const { digest } = await governor.inspectSource(address('#bonds'))
  expect((await governor.inspectSource(address('#bonds'))).digest).toBe(digest)
  await admin`INSERT INTO bonds (id) VALUES (3)`
  const later = await governor.inspectSource(address('#bonds'))
  expect([later.rowCount, later.digest === digest]).toEqual([3, false])
})

test.each([
  [
    'a table that is not granted',
    () => address('#hidden.secrets'),
    'names a table that is not there',
  ],
  [
    'an address with a password',
    () => address().replace('@', ':hunter2@'),
    'A database is named as',
  ],
  ['nobody listening', () => 'postgres://reader@127.0.0.1:1/postgres', 'ECONNREFUSED'],
  ['a database that is not there', () => address().replace(/postgres$/, 'gone'), '3D000'],
  ['SQL as a table name', () => address('#bonds%22%3B%20DROP%20TABLE%20bonds%3B--'), 'not there'],
])('%s is refused', async (_, path, message) => {
  const error = await governor.inspectSource(path()).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ message: expect.stringContaining(message) })
  expect(String(error)).not.toMatch(/hunter2|not-for-messages/)
})

test('no transaction can write, even for a role that may', async () => {
  await admin.unsafe(
    `CREATE SEQUENCE counter; CREATE VIEW sly AS SELECT nextval('counter') AS n; GRANT SELECT ON sly TO reader; GRANT ALL ON counter TO reader`,
  )
  await expect(governor.inspectSource(address('#sly'))).rejects.toMatchObject({
    code: 'data-invalid',
    message: expect.stringContaining('25006'),
  })
})
