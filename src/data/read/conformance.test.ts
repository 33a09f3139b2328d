import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import * as arrow from 'apache-arrow'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeXlsx } from '../../../test/fixtures/xlsx.ts'
import type { DatasetName } from '../../kernel/ids.ts'
import { parseDatasets } from '../config.ts'
import { type Governor, openGovernor } from '../govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-sources-'))
mkdirSync(join(folder, 'out'))
let governor: Governor

type Row = readonly [number | null, number | null, string | null, string | null, boolean | null]
const names = ['id', 'amount', 'name', 'day', 'active'] as const
const types = ['BIGINT', 'DOUBLE', 'VARCHAR', 'DATE', 'BOOLEAN']
const rows: readonly Row[] = [
  [1, 1.5, 'Ana "A" López, Ltd', '2024-02-29', true],
  [-2, 1e300, "O'Brien; DROP TABLE x --", '1999-12-31', false],
  [null, null, null, null, null],
  [9007199254740991, -0.25, 'línea\nnueva 日本 🎈', '2030-01-01', true],
]
const quoted = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`)
const csv = (delimiter: string, decimal = '.') =>
  [
    names,
    ...rows.map(([id, amount, name, day, active]) => [
      id ?? '',
      String(amount ?? '').replace('.', decimal),
      quoted(name),
      day ?? '',
      active ?? '',
    ]),
  ]
    .map((row) => row.join(delimiter))
    .join('\n')
const objects = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
const put = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, name), content)

function makeSqlite() {
  const database = new Database(join(folder, 't.sqlite'))
  database.exec('CREATE TABLE t (id INTEGER, amount REAL, name TEXT, day DATE, active BOOLEAN)')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?)')
  for (const [id, amount, name, day, active] of rows) {
    insert.run(
      id === null ? null : BigInt(id),
      amount,
      name,
      day,
      active === null ? null : BigInt(active),
    )
  }
  database.close()
}

function makeArrow() {
  const days = rows.map((row) => (row[3] === null ? null : new Date(`${row[3]}T00:00:00Z`)))
  const column = (at: 0 | 1 | 4) => rows.map((row) => row[at])
  const table = new arrow.Table({
    id: arrow.vectorFromArray(
      column(0).map((id) => (id === null ? null : BigInt(Number(id)))),
      new arrow.Int64(),
    ),
    amount: arrow.vectorFromArray(column(1), new arrow.Float64()),
    name: arrow.vectorFromArray(
      rows.map((row) => row[2]),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    ),
    day: arrow.vectorFromArray(days, new arrow.DateDay()),
    active: arrow.vectorFromArray(column(4), new arrow.Bool()),
  })
  put('t.arrow', arrow.tableToIPC(table, 'file'))
  put('stream.arrows', arrow.tableToIPC(table, 'stream'))
}

async function makeDatabases() {
  const instance = await engine.DuckDBInstance.create(join(folder, 't.duckdb'))
  const connection = await instance.connect()
  await connection.run(
    'CREATE TABLE t (id BIGINT, amount DOUBLE, name VARCHAR, day DATE, active BOOLEAN)',
  )
  for (const row of rows) {
    await connection.run(
      'INSERT INTO t VALUES ($1::BIGINT, $2::DOUBLE, $3, $4::DATE, $5::BOOLEAN)',
      row.map((value) => (value === null ? null : String(value))),
    )
  }
  await connection.run(`COPY t TO '${join(folder, 't.parquet')}' (FORMAT parquet)`)
  await connection.run("CREATE VIEW stolen AS SELECT * FROM read_text('/etc/hostname')")
  connection.closeSync()
  instance.closeSync()
}

function makeExcel() {
  const texts = [...names, ...rows.map((row) => row[2] ?? '')]
  const serial = (day: string) => (Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000
  const line = rows.map(([id, amount, name, day, active], at) => {
    const cell = (column: string, inner: string, more = '') =>
      inner === '' ? '' : `<c r="${column}${at + 2}"${more}>${inner}</c>`
    return `<row>${[
      cell('A', id === null ? '' : `<f>1+1</f><v>${id}</v>`),
      cell('B', amount === null ? '' : `<v>${amount}</v>`),
      cell('C', name === null ? '' : `<v>${texts.indexOf(name)}</v>`, ' t="s"'),
      cell('D', day === null ? '' : `<v>${serial(day)}</v>`, ' s="1"'),
      cell('E', active === null ? '' : `<v>${Number(active)}</v>`, ' t="b"'),
    ].join('')}</row>`
  })
  // A row without any value is no row in a sheet, so the empty one keeps an empty cell.
  const withEmpty = line.map((text) => (text === '<row></row>' ? '<row><c r="A4"/></row>' : text))
  const header = names.map((_, at) => `<c t="s"><v>${at}</v></c>`).join('')
  put('t.xlsx', makeXlsx({ Sheet1: `<row>${header}</row>${withEmpty.join('')}` }, texts))
}

beforeAll(async () => {
  governor = await openGovernor({
    engine,
    loadArrow: async () => arrow,
    maskKeys: new Map([[1, new Uint8Array(32)]]),
    outRoot: join(folder, 'out'),
    memoryBytes: 256 << 20,
    threads: 1,
    readers: { loadXml: () => import('saxes'), loadSqlite: async () => Database },
  })
  mkdirSync(join(folder, 'tmp'))
  vi.stubEnv('TMPDIR', join(folder, 'tmp'))
  put('t.csv', csv(','))
  put('t.tsv', csv('\t'))
  put('decimal.csv', csv(';', ','))
  put('bom.csv', `\ufeff${csv(',')}`)
  put('t.ndjson', objects.map((row) => JSON.stringify(row)).join('\n'))
  put('t.json', JSON.stringify(objects))
  mkdirSync(join(folder, 'parts'))
  const [header, ...lines] = csv(',').split(/\n(?!nueva)/)
  put('parts/1.csv', [header, ...lines.slice(0, 1)].join('\n'))
  put('parts/2.csv', [header, ...lines.slice(1)].join('\n'))
  makeSqlite()
  makeArrow()
  makeExcel()
  await makeDatabases()
})
afterAll(() => {
  vi.unstubAllEnvs()
  governor.close()
  rmSync(folder, { recursive: true })
})

async function granted(name: string, settings: object = {}) {
  const dataset = { classification: 'INTERNAL', rows: { default: 'true' }, ...settings }
  const parsed = parseDatasets({ t: dataset }, [])
  const policy = parsed.ok ? parsed.value.get('t') : undefined
  if (!policy) throw new Error('no policy')
  const grant = await governor.govern({
    name: 't' as DatasetName,
    path: join(folder, name),
    policy,
    principal: { id: 'a', roles: [], groups: [], attributes: {} },
    scope: { tenant: 'a', purpose: 'b' },
    outDir: mkdtempSync(join(folder, 'out', 'x-')),
    format: 'parquet',
  })
  const instance = await engine.DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const read = `read_parquet('${grant.path}')`
    const described = await (await connection.run(`DESCRIBE SELECT * FROM ${read}`)).getRowsJS()
    const all = `SELECT * REPLACE (CAST(day AS VARCHAR) AS day) FROM ${read} ORDER BY id NULLS LAST`
    const result = await (await connection.run(all)).getRowsJS()
    return {
      types: described.map(([, type]) => type),
      rows: result.map((row) =>
        row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)),
      ),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const ordered = rows.toSorted((a, b) => (a[0] ?? Infinity) - (b[0] ?? Infinity))

describe('the same rows come out of every source', () => {
  test.each([
    ['t.csv', {}],
    ['t.tsv', {}],
    ['decimal.csv', {}],
    ['decimal.csv', { decimal: ',' }],
    ['bom.csv', {}],
    ['t.ndjson', {}],
    ['t.json', {}],
    ['t.parquet', {}],
    ['t.arrow', {}],
    ['stream.arrows', {}],
    ['t.xlsx', {}],
    ['t.xlsx#Sheet1', {}],
    ['t.sqlite', {}],
    ['t.sqlite#t', {}],
    ['t.duckdb', {}],
    ['t.duckdb#t', {}],
    ['parts', {}],
    ['parts/*.csv', {}],
    ['t.par?uet', {}],
  ])('%s %o', async (name, settings) => {
    expect(await granted(name, settings)).toEqual({ types, rows: ordered })
  })
})

describe('text that is not UTF-8', () => {
  const text = 'id,day,name\n1,2024-01-01,"Zoë,\n日本 🎈"\n2,,b\n'
  const bigEndian = (written: string) => Buffer.from(written, 'utf16le').swap16()

  test('is read as UTF-16 where it begins so, in either order of bytes', async () => {
    put('little.csv', Buffer.from(`\ufeff${text}`, 'utf16le'))
    put('big.csv', bigEndian(`\ufeff${text}`))
    for (const name of ['little.csv', 'big.csv']) {
      const read = await granted(name)
      expect(read.types, name).toEqual(['BIGINT', 'DATE', 'VARCHAR'])
      expect(
        read.rows.map((row) => row[2]),
        name,
      ).toEqual(['Zoë,\n日本 🎈', 'b'])
    }
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])
  })

  test('is read as UTF-16 where that is declared, and refused where it is not', async () => {
    put('marked.csv', Buffer.from(text, 'utf16le'))
    put('unmarked.csv', bigEndian(text))
    const little = await granted('marked.csv', { encoding: 'utf-16' })
    const big = await granted('unmarked.csv', { encoding: 'utf-16be' })
    expect(big.rows).toEqual(little.rows)
    await expect(granted('unmarked.csv')).rejects.toMatchObject({ code: 'data-invalid' })
  })

  test('a character that is cut by the end of a piece, in a file of many', async () => {
    const line = `${'🎈'.repeat(50)},x\n`
    put('pieces.csv', bigEndian(`\ufeffid,day\n${line.repeat(30_000)}`))
    const { rows: read } = await granted('pieces.csv')
    expect(read.length).toBe(30_000)
    expect(new Set(read.map((row) => row[0])).size).toBe(1)
  })

  test.each([
    ['half a pair', bigEndian('\ufeffid,name\n1,\ud83c\n'), 'not UTF-16 text'],
    [
      'half a character',
      Buffer.concat([bigEndian('\ufeffid,name\n1,b'), Buffer.of(0)]),
      'not UTF-16 text',
    ],
    ['a NUL', bigEndian('\ufeffid,name\n1,b\0\n'), 'line 2: not UTF-8 text'],
    [
      'a line of 3 MB',
      bigEndian(`\ufeffid,name\n1,${'b'.repeat(3_000_000)}\n`),
      'line 2: a record is too long',
    ],
  ])('%s in UTF-16 is refused, and no copy stays', async (_, bytes, message) => {
    put('broken.csv', bytes)
    await expect(granted('broken.csv')).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(message),
    })
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])
  })

  test('is read as Latin-1 where that is declared', async () => {
    put('latin1.csv', Buffer.from('id,day,name\n1,2024-01-01,Müller\n', 'latin1'))
    expect((await granted('latin1.csv', { encoding: 'latin-1' })).rows[0]?.[2]).toBe('Müller')
    await expect(granted('latin1.csv')).rejects.toMatchObject({ code: 'data-invalid' })
  })
})

test('a semicolon does not make dots into anything but decimal points', async () => {
  put('dots.csv', 'id;amount;day\n1;1.5;2024-01-01\n2;2.25;2024-01-02\n')
  expect((await granted('dots.csv')).rows.map((row) => row[1])).toEqual([1.5, 2.25])
})

describe('what is refused, without a value of it', () => {
  const secret = 'SECRETVALUE'
  const cells = (...values: string[]) =>
    values.map((value) => `<c t="inlineStr"><is><t>${value}</t></is></c>`).join('')

  test.each([
    ['two.xlsx', () => makeXlsx({ A: '', B: '' }), 'holds 2 tables'],
    ['two.xlsx#C', () => undefined, 'a table that is not there'],
    [
      'twice.xlsx',
      () => makeXlsx({ A: `<row>${cells(secret, secret)}</row>` }),
      'column 2 has the name',
    ],
    ['none.xlsx', () => Buffer.from(secret), 'not a readable Excel file'],
    [
      'xml.xlsx',
      () => makeXlsx({ A: `<row><c><v>${secret}</c></row>` }),
      'not a readable Excel file',
    ],
    ['broken.sqlite', () => Buffer.from(secret.repeat(100)), 'not a readable SQLite file'],
    ['broken.arrow', () => Buffer.from(secret.repeat(100)), 'not a readable Arrow file'],
    ['broken.duckdb', () => Buffer.from(secret.repeat(1000)), 'broken.duckdb'],
    ['t.duckdb#stolen', () => undefined, 'a table that is not there'],
    ['t.csv#x', () => undefined, 'Cannot tell what kind'],
    ['empty', () => undefined, 'no data file'],
    ['*.pq', () => undefined, 'no data file'],
    ['mixed', () => undefined, 'cannot be read as one table'],
    ['headers', () => undefined, 'the header or encoding is not'],
  ])('%s', async (name, content, message) => {
    mkdirSync(join(folder, 'empty'), { recursive: true })
    for (const [path, text] of [
      ['mixed/a.csv', 'id\n1\n'],
      ['mixed/b.json', '[{"id": 1}]'],
      ['headers/a.csv', 'id,day\n1,2\n'],
      ['headers/b.csv', 'day,id\n1,2\n'],
    ] as const) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      put(path, text)
    }
    const bytes = content()
    if (bytes) put(name, bytes)
    const error = await granted(name).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ message: expect.stringContaining(message) })
    expect(String(error)).not.toContain(secret)
  })

  test('sources are never written to', async () => {
    const before = ['t.sqlite', 't.duckdb'].map((name) => readFileSync(join(folder, name)))
    await granted('t.sqlite')
    await granted('t.duckdb')
    const after = ['t.sqlite', 't.duckdb'].map((name) => readFileSync(join(folder, name)))
    expect(after.every((bytes, at) => before[at]?.equals(bytes))).toBe(true)
  })
})
