import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as engine from '@duckdb/node-api'
import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DatasetName } from '../kernel/ids.ts'
import { formatIssue } from '../kernel/issue.ts'
import type { Principal } from '../kernel/principal.ts'
import { parseDatasets } from './config.ts'
import { type Governor, type GovernRequest, openGovernor } from './govern.ts'
import type { DatasetPolicy } from './policy.ts'

const maskKey = new Uint8Array(32).map((_, index) => 200 + index)
const folder = mkdtempSync(join(tmpdir(), 'cordon-govern-'))
const outRoot = join(folder, 'handover')
let outDir: string
let governor: Governor
let instance: engine.DuckDBInstance

beforeAll(async () => {
  mkdirSync(outRoot)
  const loadArrow = () => import('apache-arrow')
  governor = await openGovernor({
    engine,
    loadArrow,
    maskKeys: new Map([[1, maskKey]]),
    outRoot,
    memoryBytes: 256 << 20,
    threads: 2,
  })
  instance = await engine.DuckDBInstance.create(':memory:', { threads: '1' })
})
afterAll(() => {
  governor.close()
  instance.closeSync()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  outDir = mkdtempSync(join(outRoot, 'run-'))
})
afterEach(() => rmSync(outDir, { recursive: true }))

const ana: Principal = {
  id: 'ana',
  roles: ['analyst'],
  groups: [],
  attributes: { region: 'EMEA', desks: ['ig'] },
}
const roles = ['analyst', 'head']

function policyOf(input: object): DatasetPolicy {
  const dataset = { classification: 'INTERNAL', rows: { analyst: 'true' }, ...input }
  const parsed = parseDatasets({ t: dataset }, roles)
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'))
  const policy = parsed.value.get('t')
  if (!policy) throw new Error('no policy')
  return policy
}

let files = 0
function write(text: string, name = `s${files++}.csv`): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

type Change = Omit<Partial<GovernRequest>, 'policy'> & { readonly policy?: object }
function govern(path: string, { policy = {}, ...change }: Change = {}) {
  for (const format of ['parquet', 'arrow']) rmSync(join(outDir, `t.${format}`), { force: true })
  return governor.govern({
    name: 't' as DatasetName,
    path,
    policy: policyOf(policy),
    principal: ana,
    scope: { tenant: 'acme', purpose: 'research' },
    outDir,
    format: 'parquet',
    ...change,
  })
}

interface ReadRow {
  readonly [name: string]: unknown
  readonly isin?: unknown
  readonly email?: unknown
  readonly ISIN?: unknown
  readonly other?: unknown
  readonly a?: unknown
  readonly b?: unknown
  readonly n?: unknown
}

async function readBack(path: string): Promise<ReadRow[]> {
  const connection = await instance.connect()
  const result = await connection.run(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`)
  const rows = await result.getRowObjectsJS()
  connection.closeSync()
  return rows
}

const bonds =
  'isin,region,desk,size,priced,email\n' +
  'DE0001,EMEA,ig,120,2024-02-03,anna.meier@example.com\n' +
  'DE0002,EMEA,hy,75,2024-02-17,x@example.com\n' +
  'US0003,Americas,ig,50,2024-03-01,joe@example.com\n' +
  'DE0001,EMEA,ig,,,\n'

test('grants the rows and masked columns of the policy, and says what it granted', async () => {
  const granted = await govern(write(bonds), {
    policy: {
      rows: { analyst: 'row.region == user.region && row.desk in user.desks' },
      columns: {
        isin: { classification: 'CONFIDENTIAL', mask: 'hash' },
        size: { mask: { default: { generalize: 50 } } },
        priced: { mask: { default: { generalize: 'month' } } },
        email: { classification: 'RESTRICTED', mask: { default: 'remove', head: 'partial' } },
      },
    },
  })
  expect(granted).toMatchObject({
    name: 't',
    format: 'parquet',
    path: join(outDir, 't.parquet'),
    rowCount: 2,
    sourceRowCount: 4,
    removedColumns: ['email'],
    rowFilter: 'row.region == user.region && row.desk in user.desks',
    columns: [
      { name: 'isin', classification: 'CONFIDENTIAL', mask: 'hash' },
      { name: 'region', classification: 'INTERNAL', mask: 'none' },
      { name: 'desk', classification: 'INTERNAL', mask: 'none' },
      { name: 'size', classification: 'INTERNAL', mask: 'generalize: 50' },
      { name: 'priced', classification: 'INTERNAL', mask: 'generalize: month' },
    ],
  })
  const isin = expect.stringMatching(/^isin:[0-9a-f]{32}$/)
  const rows = await readBack(granted.path)
  const priced = new Date('2024-02-01')
  expect(rows).toEqual([
    { isin, region: 'EMEA', desk: 'ig', size: 100, priced },
    { isin, region: 'EMEA', desk: 'ig', size: null, priced: null },
  ])
  expect(rows[0]?.isin).toBe(rows[1]?.isin)
  expect(readdirSync(outDir)).toEqual(['t.parquet'])
})

test('a caller with several roles sees the rows of each, with the least mask of each', async () => {
  const granted = await govern(write(bonds), {
    principal: { ...ana, roles: ['head', 'analyst'] },
    policy: {
      rows: { analyst: 'row.desk in user.desks', head: 'row.region == user.region' },
      columns: {
        isin: { mask: { default: 'remove', analyst: 'hash', head: 'partial' } },
        email: { mask: { default: 'none', head: 'partial' } },
      },
    },
  })
  expect(granted.rowFilter).toBe('(row.region == user.region) || (row.desk in user.desks)')
  const rows = await readBack(granted.path)
  expect(rows.map((row) => [row.isin, row.email])).toEqual([
    ['***1', 'a***@example.com'],
    ['***2', '***com'],
    ['***3', 'j***@example.com'],
    ['***1', null],
  ])
})

test.each([
  ['none', ['DE0001', '120']],
  ['redact', ['[redacted]', '[redacted]']],
  ['null', [null, null]],
  [{ constant: 'x' }, ['x', 'x']],
])('mask %j', async (mask, expected) => {
  const path = write('a,b\nDE0001,120\n')
  const granted = await govern(path, {
    policy: { columns: { a: { mask: { default: mask } }, b: { mask: { default: mask } } } },
  })
  const [row] = await readBack(granted.path)
  expect([row?.a, row?.b].map((value) => (value === null ? null : String(value)))).toEqual(expected)
})

test('a pseudonym is HMAC-SHA-256 under a key of tenant, purpose and column', async () => {
  const path = write('ISIN,other\nDE0001,DE0001\n')
  const policy = { columns: { ISIN: { mask: 'hash' }, other: { mask: 'hash' } } }
  const label = JSON.stringify(['cordon-mask-v1', 'acme', 'research', 'isin'])
  const key = createHmac('sha256', maskKey).update(label).digest()
  const digest = createHmac('sha256', key).update('DE0001').digest('hex').slice(0, 32)
  const [row] = await readBack((await govern(path, { policy })).path)
  expect(row?.ISIN).toBe(`isin:${digest}`)
  expect(String(row?.other)).not.toContain(digest)
  const scope = { tenant: 'acme', purpose: 'audit' }
  const [elsewhere] = await readBack((await govern(path, { policy, scope })).path)
  expect(String(elsewhere?.ISIN)).not.toContain(digest)
})

test('large sources get the same rows in the same order as small ones', async () => {
  const line = (i: number) => `id${i % 1700},${i % 3 === 0 ? '' : `k${i % 5}`},${i}\n`
  const all = Array.from({ length: 30_000 }, (_, i) => line(i))
  const policy = {
    rows: { analyst: 'row.n % 2 == 0' },
    columns: { id: { mask: 'hash' }, clear: { mask: 'tokenize' }, n: { mask: 'none' } },
  }
  const large = await readBack(
    (await govern(write(`id,clear,n\n${all.join('')}`), { policy })).path,
  )
  const small = await govern(write(`id,clear,n\n${all.slice(0, 15_000).join('')}`), { policy })
  expect(large.length).toBe(15_000)
  expect(isDeepStrictEqual(large.slice(0, 7500), await readBack(small.path))).toBe(true)
  expect(large.every((row, index) => row.n === BigInt(index * 2))).toBe(true)
})

const secretText = fc
  .tuple(
    fc.constantFrom('', 'ä', "'", '"', ','),
    fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 14 }),
    fc.constantFrom('', '@example.com'),
  )
  .map((parts) => `§${parts.join('')}`)

test('no masked value and no row outside the filter is anywhere in the file', async () => {
  const law = fc.asyncProperty(
    fc.array(fc.tuple(secretText, fc.boolean()), { minLength: 1, maxLength: 30 }),
    fc.constantFrom('hash', 'tokenize', 'partial', 'redact', 'null', 'remove', { constant: '*' }),
    fc.constantFrom<'parquet' | 'arrow'>('parquet', 'arrow'),
    async (rows, mask, format) => {
      const field = (text: string) => `"${text.replaceAll('"', '""')}"`
      const lines = rows.map(
        ([text, isMine], index) => `${index},${isMine},${field(text)},${field(`row${index}row`)}\n`,
      )
      const path = write(`n,mine,secret,marker\n${lines.join('')}`, 'law.csv')
      const granted = await govern(path, {
        format,
        policy: { rows: { analyst: 'row.mine' }, columns: { secret: { mask: { default: mask } } } },
      })
      const bytes = readFileSync(granted.path)
      for (const [index, [text, isMine]] of rows.entries()) {
        if (bytes.includes(text)) throw new Error(`secret ${index} is in the file`)
        if (bytes.includes(`row${index}row`) !== isMine) throw new Error(`row ${index}`)
      }
      expect(bytes.includes(Buffer.from(maskKey))).toBe(false)
    },
  )
  await fc.assert(law, { numRuns: 60 })
}, 30_000)

test('an Arrow file holds what the Parquet file holds', async () => {
  const path = write(
    '{"i": 1, "x": 1.5, "b": true, "t": "é", "d": "2024-01-02", "at": "2024-01-02T03:04:05", "l": [1, 2]}\n' +
      '{"i": null, "x": null, "b": null, "t": null, "d": null, "at": null, "l": null}\n' +
      '{"i": 9007199254740993, "x": -0.25, "b": false, "t": "", "d": "1969-12-31", "at": "1969-12-31T23:59:59", "l": []}\n',
    'types.ndjson',
  )
  const granted = await govern(path, {
    format: 'arrow',
    policy: { columns: { t: { mask: 'hash' } } },
  })
  const table = tableFromIPC(readFileSync(granted.path))
  expect(granted).toMatchObject({ rowCount: 3, format: 'arrow', path: join(outDir, 't.arrow') })
  expect(table.schema.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
    'i Int64',
    'x Float64',
    'b Bool',
    't Utf8',
    'd Date32<DAY>',
    'at Timestamp<MICROSECOND>',
    'l Utf8',
  ])
  const parquet = await readBack(
    (await govern(path, { policy: { columns: { t: { mask: 'hash' } } } })).path,
  )
  const column = (name: string) =>
    Array.from({ length: 3 }, (_, row) => table.getChild(name)?.get(row))
  for (const name of ['i', 'x', 'b', 't'])
    expect(column(name)).toEqual(parquet.map((row) => row[name]))
  for (const name of ['d', 'at']) {
    const times = parquet.map((row) => (row[name] as Date | null)?.getTime())
    expect(
      column(name).map((value) => (value === null ? undefined : Math.floor(Number(value)))),
    ).toEqual(times)
  }
  expect(column('l')).toEqual(['[1,2]', null, '[]'])
})

test.each(['parquet', 'arrow'] as const)(
  'an empty grant is a valid %s file with its columns',
  async (format) => {
    const granted = await govern(write(bonds), {
      format,
      policy: { rows: { analyst: 'row.size > 1000' } },
    })
    expect(granted.rowCount).toBe(0)
    if (format === 'parquet') expect(await readBack(granted.path)).toEqual([])
    else
      expect(tableFromIPC(readFileSync(granted.path)).schema.names).toEqual(
        bonds.split('\n')[0]?.split(','),
      )
  },
)

test('grants no column that the code does not need', async () => {
  const path = write(bonds)
  const granted = await govern(path, { neededColumns: ['size', 'isin', 'gone'] })
  expect(Object.keys((await readBack(granted.path))[0] ?? {})).toEqual(['isin', 'size'])
  const counted = await govern(path, { neededColumns: [] })
  expect([counted.columns.length, counted.rowCount]).toEqual([1, 4])
})

test('a missing or odd attribute grants no row', async () => {
  const policy = { rows: { analyst: 'row.region == user.country || true' } }
  expect((await govern(write(bonds), { policy })).rowCount).toBe(0)
  const principal = { ...ana, attributes: { country: 7 } }
  expect((await govern(write(bonds), { policy, principal })).rowCount).toBe(0)
})

test('names, values and paths are never SQL', async () => {
  const evil = `x"'; COPY (SELECT 1) TO '${outDir}/evil'; --`
  const path = write(
    `"${evil.replaceAll('"', '""')}",b\n"${evil.replaceAll('"', '""')}",1\nother,2\n`,
    `it's "q"\n[1]*?; --.csv`,
  )
  write('a,b\nwrong,9\n', `it's "q"\n1xy; --.csv`)
  const granted = await govern(path, {
    principal: { ...ana, attributes: { name: evil } },
    policy: {
      rows: { analyst: `row[${JSON.stringify(evil)}] == user.name` },
      columns: { [evil]: { mask: 'none' }, b: { mask: { default: { constant: evil } } } },
    },
  })
  expect(await readBack(granted.path)).toEqual([{ [evil]: evil, b: evil }])
  expect(readdirSync(outDir)).toEqual(['t.parquet'])
  for (const mask of ['hash', 'tokenize', 'partial', 'redact', 'null']) {
    await govern(path, { policy: { columns: { [evil]: { mask } } } })
    expect(readdirSync(outDir)).toEqual(['t.parquet'])
  }
})

test.each([
  [
    { columns: { ISN: { mask: 'hash' } } },
    'datasets -> t -> columns -> ISN: the data has no column "ISN"; did you mean "isin"?',
  ],
  [
    { columns: { Isin: { mask: 'hash' } } },
    'datasets -> t -> columns -> Isin: the data has no column "Isin"; did you mean "isin"?',
  ],
  [
    { rows: { analyst: 'row.regio == "a"' } },
    'datasets -> t -> rows -> analyst: the data has no column "regio"; did you mean "region"?',
  ],
  [
    { rows: { analyst: 'row.size == "a"' } },
    'datasets -> t -> rows -> analyst: integer cannot be compared with text',
  ],
  [
    { rows: { analyst: 'true', head: 'row.nope' } },
    'datasets -> t -> rows -> head: the data has no column "nope"',
  ],
  [
    { columns: { desk: { mask: { default: { generalize: 5 } } } } },
    'datasets -> t -> columns -> desk -> mask -> default: a number bin needs a number column',
  ],
  [
    { columns: { size: { mask: { default: 'none', head: { generalize: 'month' } } } } },
    'datasets -> t -> columns -> size -> mask -> head: a date step needs a date or time column',
  ],
  [{ rows: { head: 'true' } }, 'No row condition of dataset "t" is for a role of the caller.'],
  [{ 'columns-default': 'remove' }, 'The caller may see no column of dataset "t".'],
])('a policy that does not fit is refused: %j', async (policy, message) => {
  const error = await govern(write(bonds), { policy }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'policy-mismatch',
    message: expect.stringContaining(message),
  })
  expect(readdirSync(outDir)).toEqual([])
})

test('many at once, and a source that changes between two', async () => {
  const path = write(bonds)
  const dirs = Array.from({ length: 6 }, (_, index) => join(outDir, `d${index}`))
  for (const dir of dirs) mkdirSync(dir)
  const counts = await Promise.all(
    dirs.map(
      async (dir, index) =>
        (await govern(index % 2 === 0 ? path : write(bonds), { outDir: dir })).rowCount,
    ),
  )
  expect(counts).toEqual([4, 4, 4, 4, 4, 4])
  const before = await governor.inspectSource(path)
  writeFileSync(path, `${bonds}FR0004,EMEA,ig,1,2024-01-01,a@example.com\n`)
  const after = await govern(path)
  expect(after.rowCount).toBe(5)
  expect(after.sourceDigest).not.toBe(before.digest)
})

test('more sources than stay open', async () => {
  for (let index = 0; index < 20; index++) expect((await govern(write(bonds))).rowCount).toBe(4)
})

test('an abort leaves no file, and harms no one who waits for the same source', async () => {
  const path = write(`a,b\n${'abcdefgh,12345678\n'.repeat(200_000)}`)
  const abort = new AbortController()
  const aborted = govern(path, { signal: abort.signal }).catch((error: unknown) => error)
  const other = mkdtempSync(join(outRoot, 'other-'))
  const waiting = govern(path, { outDir: other })
  setTimeout(() => abort.abort(), 15)
  expect(await aborted).toMatchObject({ code: 'cancelled' })
  expect((await waiting).rowCount).toBe(200_000)
  expect(readdirSync(outDir)).toEqual([])
  for (const ms of [0, 3, 10]) {
    const late = AbortSignal.timeout(ms)
    const policy = { columns: { a: { mask: 'hash' } } }
    const error = await govern(path, { signal: late, policy, format: 'arrow' }).catch(
      (caught: unknown) => caught,
    )
    expect(error).toMatchObject({ code: 'cancelled' })
    expect(readdirSync(outDir)).toEqual([])
  }
})

test('writes nowhere but in the folder of hand-overs', async () => {
  const path = write(bonds)
  await expect(govern(path, { outDir: folder })).rejects.toMatchObject({ code: 'internal' })
  expect(readdirSync(folder).some((name) => name.endsWith('.parquet'))).toBe(false)
})

test('overwrites nothing, not even its own source', async () => {
  const path = join(outDir, 'mine.csv')
  writeFileSync(path, bonds)
  const first = await govern(path)
  const again = governor.govern({
    name: 't' as DatasetName,
    path: first.path,
    policy: policyOf({}),
    principal: ana,
    scope: { tenant: 'acme', purpose: 'research' },
    outDir,
    format: 'parquet',
  })
  await expect(again).rejects.toMatchObject({ code: 'internal' })
  expect((await readBack(first.path)).length).toBe(4)
})
