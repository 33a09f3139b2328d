import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import { afterAll, expect, test } from 'vitest'
import type { DatasetName } from '../kernel/ids.ts'
import { parseDatasets } from './config.ts'
import { openGovernor } from './govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-data-'))
afterAll(() => rmSync(folder, { recursive: true }))
test('smoke', async () => {
  const governor = await openGovernor({
    engine,
    maskKey: new Uint8Array(32).fill(7),
    outRoot: folder,
    memoryBytes: 512 << 20,
    threads: 2,
  })
  const root = new URL('../../examples/bonds/', import.meta.url).pathname
  const parsed = parseDatasets(
    {
      bonds: {
        classification: 'INTERNAL',
        rows: { analyst: 'row.region == user.region && row.desk in user.desks' },
        columns: {
          ISIN: { mask: 'hash' },
          sales_email: { mask: 'partial' },
          book_size_musd: { mask: { generalize: 50 } },
        },
      },
    },
    ['analyst'],
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const policy = parsed.value.get('bonds')
  if (!policy) throw new Error()
  const principal = JSON.parse(readFileSync(`${root}analyst.json`, 'utf8'))
  for (const file of ['bonds.csv', 'bonds.parquet']) {
    const granted = await governor.govern({
      name: 'bonds' as DatasetName,
      path: root + file,
      policy,
      principal,
      scope: { tenant: 't', purpose: 'p' },
      outDir: folder,
      format: 'parquet',
    })
    expect(granted.rowCount).toBe(1806)
  }
  governor.close()
})
