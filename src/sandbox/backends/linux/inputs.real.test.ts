import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { Table, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  makeRuntimeWithoutArrow,
  makeStateDir,
  openTestSandbox,
  type TestSandbox,
} from '../../../../test/sandbox/fixture.ts'
import { type DatasetName, parseDatasetName } from '../../../kernel/ids.ts'
import type { JobInput } from '../../port.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox()
})
afterAll(() => box.sandbox.close())

function nameOf(text: string): DatasetName {
  const name = parseDatasetName(text)
  if (typeof name === 'object') throw new Error(name.problem)
  return name
}

let files = 0
function grant(name: string, arrow: Uint8Array, folder = box.sandbox.grantDir): JobInput {
  files += 1
  const path = join(folder, `${name}-${files}.arrow`)
  writeFileSync(path, arrow)
  return { name: nameOf(name), path, format: 'arrow' }
}

function bonds(count: number): Uint8Array {
  const rows = Array.from({ length: count }, (_, row) => row)
  const table = tableFromArrays({
    size: Float64Array.from(rows),
    region: rows.map((row) => (row % 2 === 0 ? 'EMEA' : 'APAC')),
  })
  return tableToIPC(table, 'stream')
}

const plainText = (values: readonly (string | null)[]) =>
  tableToIPC(new Table({ s: vectorFromArray(values, new Utf8()) }), 'file')

describe('datasets', () => {
  test('are frames under their names and in `datasets`', async () => {
    const code =
      '[float(bonds["size"].sum()), sorted(datasets), datasets["bonds"] is bonds, sorted(set(bonds["region"])), len(other)]'
    const inputs = [grant('bonds', bonds(10)), grant('other', plainText(['a', null]))]
    const bytes = inputs.reduce((sum, { path }) => sum + statSync(path).size, 0)
    const report = await box.report(code, { inputs })
    expect(report.usage.inputBytes).toBe(bytes)
    if (report.status !== 'completed') throw new Error(JSON.stringify(report.failure))
    expect('value' in report.answer.value && report.answer.value.value).toEqual([
      45,
      ['bonds', 'other'],
      true,
      ['APAC', 'EMEA'],
      2,
    ])
  })

  test('come from a Parquet file too', async () => {
    const made = await box.plain(
      'import base64, io, pandas as pd\nb = io.BytesIO()\npd.DataFrame({"a": [1, None], "s": ["x", None]}).to_parquet(b)\nbase64.b64encode(b.getvalue()).decode()',
    )
    const path = join(box.sandbox.grantDir, 'made.parquet')
    writeFileSync(path, Buffer.from(String(made), 'base64'))
    const inputs: JobInput[] = [{ name: nameOf('d'), path, format: 'parquet' }]
    expect(await box.plain('[d["a"].sum(), int(d["s"].isna().sum())]', { inputs })).toEqual([1, 1])
  })

  test('of many rows have the same texts, whether these repeat or not', async () => {
    const path = join(box.sandbox.grantDir, 'many.parquet')
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(
      `COPY (SELECT i, CASE i % 4 WHEN 0 THEN 'é' WHEN 1 THEN '' WHEN 2 THEN 'abc' END few, 'n' || i many,
        NULL::VARCHAR absent, i / 2 half FROM range(150000) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION uncompressed)`,
    )
    const inputs: JobInput[] = [{ name: nameOf('d'), path, format: 'parquet' }]
    const code = `
kinds = [str(t) for t in d.dtypes]
few = [None if x is None or x != x else x for x in d['few']]
right = all(few[i] == ['é', '', 'abc', None][i % 4] for i in range(len(d)))
d.loc[0, 'few'] = 'changed'
result = [list(d.columns), len(set(kinds[1:4])), right, d['many'][149999], int(d['absent'].isna().sum()), d['few'][0], d['few'][4], float(d['half'].sum())]
`
    expect(await box.plain(code, { inputs })).toEqual([
      ['i', 'few', 'many', 'absent', 'half'],
      1,
      true,
      'n149999',
      150_000,
      'changed',
      'é',
      (150_000 * 149_999) / 4,
    ])
  })

  test('of many rows have the types and values that pandas gives them, with gaps or without', async () => {
    const path = join(box.sandbox.grantDir, 'types.parquet')
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(
      `COPY (SELECT i, i::INTEGER short, i / 2 half, i::FLOAT single, CASE WHEN i < 200000 OR i % 2 = 0 THEN i END late,
        CASE WHEN i > 5 THEN i / 2 END early, i % 4 again, i % 2 = 0 flag, DATE '2024-01-01' + (i % 9)::INTEGER AS days,
        TIMESTAMP '2024-01-01' + INTERVAL 1 SECOND * i AS moment, TIMESTAMPTZ '2024-01-01 00:00:00+00' zoned, i "a.b"
        FROM range(250000) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION uncompressed)`,
    )
    const inputs: JobInput[] = [{ name: nameOf('d'), path, format: 'parquet' }]
    const code = `
i = d['i']
right = [(d[name] == i).all() for name in ('short', 'single', 'a.b')] + [(d['half'] * 2 == i).all(), (d['again'] == i % 4).all()]
right += [(d['late'].dropna() == d['late'].dropna().index).all(), ((d['moment'] - d['moment'][0]).dt.total_seconds() == i).all()]
d.loc[0, ['half', 'i']] = [7, 8]
result = [list(map(str, d.dtypes)), all(right), int(d['late'].isna().sum()), int(d['early'].isna().sum()), str(d['days'][8]), d['half'][0] + d['i'][0]]
`
    expect(await box.plain(code, { inputs })).toEqual([
      [
        ...[
          'int64',
          'int32',
          'float64',
          'float32',
          'float64',
          'float64',
          'int64',
          'bool',
          'object',
        ],
        ...['datetime64[us]', 'datetime64[us, UTC]', 'int64'],
      ],
      ...[true, 25_000, 6, '2024-01-09', 15],
    ])
  })

  test('that the run was given are gone when it ends, those elsewhere are left', async () => {
    const elsewhere = grant('a', bonds(3), makeStateDir())
    const here = grant('b', bonds(3))
    expect(await box.plain('len(a) + len(b)', { inputs: [elsewhere, here] })).toBe(6)
    await box.failure('1 / 0', { inputs: [grant('c', bonds(3))] })
    expect(existsSync(elsewhere.path)).toBe(true)
    expect(readdirSync(box.sandbox.grantDir)).toEqual([])
  })

  test('that cannot be read end the run, and nothing of them is told', async () => {
    const failure = await box.failure('1', {
      inputs: [grant('bonds', new TextEncoder().encode('no arrow, secret'))],
    })
    expect(failure).toMatchObject({
      kind: 'crashed',
      message: expect.stringContaining('dataset bonds could not be read'),
    })
    expect(JSON.stringify(failure)).not.toContain('secret')
  })

  test('of one run cannot be reached from another at the same time', async () => {
    const secret = grant('bonds', bonds(10))
    const file = secret.path.split('/').at(-1)
    const holder = box.plain('import time\ntime.sleep(1)\nlen(bonds)', { inputs: [secret] })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(existsSync(secret.path)).toBe(true)
    const code = `
import os
found = [path for path in ('/grants', '/proc', '/cgroup', '/tmp') if os.path.exists(path) and os.listdir(path)]
for path in ('/grants/${file}', '${secret.path}', '/grants/../grants/${file}'):
  try: found.append(open(path, 'rb').read(4).hex())
  except OSError: pass
[found, 'bonds' in globals()]`
    expect(await box.plain(code)).toEqual([[], false])
    expect(await holder).toBe(10)
  })

  test('can be changed without a trace in the next run', async () => {
    const [first, second] = [bonds(4), bonds(4)]
    expect(
      await box.plain('bonds.loc[0, "size"] = 99.0\nfloat(bonds["size"].max())', {
        inputs: [grant('bonds', first)],
      }),
    ).toBe(99)
    expect(
      await box.plain('float(bonds["size"].max())', { inputs: [grant('bonds', second)] }),
    ).toBe(3)
  })

  test('need not fit twice: 1,000,000 rows go in and out', async () => {
    const end = await box.report('bonds', { inputs: [grant('bonds', bonds(1_000_000))] })
    expect(end).toMatchObject({
      status: 'completed',
      answer: { value: { kind: 'frame', frame: { rowCount: 1_000_000 } } },
    })
  })
})

describe('a runtime without pyarrow', () => {
  // Not in /tmp, which runs have one of their own of.
  const folder = mkdtempSync('/var/tmp/cordon-python-')
  let plain: TestSandbox
  beforeAll(async () => {
    chmodSync(folder, 0o755)
    plain = await openTestSandbox(await makeRuntimeWithoutArrow(folder))
  })
  afterAll(async () => {
    await plain.sandbox.close()
    rmSync(folder, { recursive: true })
  })

  test('reads what DuckDB and apache-arrow write, and answers the same', async () => {
    const folder = plain.sandbox.grantDir
    const dates = tableFromArrays({
      day: [new Date(Date.UTC(2024, 0, 2)), null],
      flag: [true, null],
    })
    const inputs = [
      grant('bonds', bonds(10), folder),
      grant('words', plainText(['é', null, '']), folder),
      grant('dates', tableToIPC(dates, 'stream'), folder),
      grant('none', bonds(0), folder),
    ]
    const code = `
import sys
[float(bonds["size"].sum()), bonds["region"].tolist()[:2], words["s"].tolist(), str(dates["day"][0])[:10],
 [x is None or bool(x) for x in dates["flag"]], none.columns.tolist(), 'pyarrow' in sys.modules]`
    expect(await plain.plain(code, { inputs })).toEqual([
      ...[45, ['EMEA', 'APAC'], ['é', null, ''], '2024-01-02', [true, true]],
      ...[['size', 'region'], false],
    ])
    const value = await plain.value('import pandas as pd\npd.DataFrame({"a": [1], "b": ["é"]})')
    expect(value).toMatchObject({ kind: 'frame', frame: { rowCount: 1 } })
  })
})
