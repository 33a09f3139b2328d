import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DatasetName } from '../kernel/ids.ts'
import { parseDatasets } from './config.ts'
import { type Governor, openGovernor } from './govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-types-'))
const outRoot = join(folder, 'out')
let governor: Governor

beforeAll(async () => {
  mkdirSync(outRoot)
  writeFileSync(
    join(folder, 'keys.ndjson'),
    '{"region": "EMEA", "shown": {"Alice": 1}}\n{"region": "APAC", "shown": {"Mallory": 2}}\n',
  )
  const instance = await engine.DuckDBInstance.create(join(folder, 'enum.duckdb'))
  const connection = await instance.connect()
  await connection.run("CREATE TABLE t (region VARCHAR, shown ENUM ('Alice', 'Mallory'))")
  await connection.run("INSERT INTO t VALUES ('EMEA', 'Alice'), ('APAC', 'Mallory')")
  connection.closeSync()
  instance.closeSync()
  governor = await openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, new Uint8Array(32)]]),
    outRoot,
    memoryBytes: 256 << 20,
    threads: 1,
  })
})
afterAll(() => {
  governor.close()
  rmSync(folder, { recursive: true })
})

async function granted(name: string, mask: unknown, format: 'parquet' | 'arrow'): Promise<string> {
  const policy = parseDatasets(
    {
      t: {
        classification: 'PUBLIC',
        rows: { default: 'row.region == "EMEA"' },
        columns: { shown: { mask } },
      },
    },
    [],
  )
  if (!policy.ok) throw new Error(JSON.stringify(policy.issues))
  const dataset = policy.value.get('t')
  if (!dataset) throw new Error('no policy')
  const { path } = await governor.govern({
    name: 't' as DatasetName,
    path: join(folder, name),
    policy: dataset,
    principal: { id: 'a', roles: [], groups: [], attributes: {} },
    scope: { tenant: 'a', purpose: 'b' },
    outDir: mkdtempSync(join(outRoot, 'x-')),
    format,
  })
  return readFileSync(path).toString('latin1')
}

const sources = ['keys.ndjson', 'enum.duckdb']

test.each(sources)('of %s, no key or value of a row out of sight is in the file', async (name) => {
  for (const format of ['parquet', 'arrow'] as const) {
    const shown = await granted(name, 'none', format)
    expect([shown.includes('Alice'), shown.includes('Mallory')]).toEqual([true, false])
    expect(await granted(name, 'null', format)).not.toMatch(/Alice|Mallory/)
  }
})

test.each(sources)(
  'a mask that does not fit a column of %s is refused without them',
  async (name) => {
    const refused = granted(name, { generalize: 5 }, 'parquet')
    await expect(refused).rejects.toThrow('needs a number column')
    await expect(refused).rejects.not.toThrow(/Alice|Mallory/)
  },
)

test('a database whose last changes are not in its file is refused', async () => {
  writeFileSync(join(folder, 'enum.duckdb.wal'), '')
  await expect(granted('enum.duckdb', 'none', 'parquet')).rejects.toThrow('not part of it yet')
  rmSync(join(folder, 'enum.duckdb.wal'))
})
