import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as engine from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { DatasetName } from '../kernel/ids.ts'
import type { Principal } from '../kernel/principal.ts'
import { parseDatasets } from './config.ts'
import { type Governor, openGovernor } from './govern.ts'

const example = fileURLToPath(new URL('../../examples/bonds/', import.meta.url))
let folder: string
let governor: Governor

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cordon-real-'))
  mkdirSync(join(folder, 'full'))
  governor = await openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, new Uint8Array(32).fill(1)]]),
    outRoot: folder,
    memoryBytes: 256 << 20,
    threads: 2,
  })
})
afterEach(() => {
  governor.close()
  rmSync(folder, { recursive: true })
})

function govern(
  path: string,
  caller: string,
  format: 'parquet' | 'arrow',
  outDir = mkdtempSync(join(folder, 'out-')),
  by = governor,
) {
  const config: unknown = parse(readFileSync(join(example, 'cordon.yaml'), 'utf8'))
  const { datasets, roles } = config as { datasets: unknown; roles: object }
  const parsed = parseDatasets(datasets, Object.keys(roles))
  const policy = parsed.ok ? parsed.value.get('bonds') : undefined
  if (!policy) throw new Error('the example has no policy for bonds')
  const principal: Principal = JSON.parse(readFileSync(join(example, caller), 'utf8'))
  const scope = { tenant: 'default', purpose: 'example' }
  const name = 'bonds' as DatasetName
  return by.govern({ name, path, policy, principal, scope, outDir, format })
}

const isinPattern = /^[A-Z]{2}[A-Z0-9]{9}\d$/

/** ISO 6166: letters as two digits, then every second digit from the right doubled. */
function hasCheckDigit(isin: string): boolean {
  const digits = [...isin].flatMap((letter) => [...String(Number.parseInt(letter, 36))].map(Number))
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const weighted = index % 2 === 1 ? digit * 2 : digit
    return total + Math.floor(weighted / 10) + (weighted % 10)
  }, 0)
  return sum % 10 === 0
}

test('the bond example is what its script makes, with valid ISINs', () => {
  const script = join(example, 'make-data.mjs')
  execFileSync(process.execPath, [script, folder])
  const csv = readFileSync(join(folder, 'bonds.csv'), 'utf8')
  expect(csv === readFileSync(join(example, 'bonds.csv'), 'utf8')).toBe(true)
  const isins = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '')
  expect(isins.length).toBe(4800)
  expect(new Set(isins).size).toBe(4800)
  expect(isins.filter((isin) => !isinPattern.test(isin) || !hasCheckDigit(isin))).toEqual([])
})

test('an analyst sees less of the bonds than the head of the desk', async () => {
  execFileSync(process.execPath, [join(example, 'make-data.mjs'), folder])
  for (const file of ['bonds.csv', 'bonds.parquet']) {
    const analyst = await govern(join(folder, file), 'analyst.json', 'parquet')
    expect(analyst).toMatchObject({
      rowCount: 1806,
      sourceRowCount: 4800,
      removedColumns: ['sales_email'],
    })
    const seen = readFileSync(analyst.path)
    expect([
      seen.includes('@example.com'),
      seen.includes('Americas'),
      seen.includes('london-hy'),
    ]).toEqual([false, false, false])
    const isins = readFileSync(join(folder, 'bonds.csv'), 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.slice(0, 12))
    expect(isins.filter((isin) => seen.includes(isin))).toEqual([])
    const head = await govern(join(folder, file), 'head-of-desk.json', 'parquet')
    expect(head).toMatchObject({ rowCount: 2125, removedColumns: [] })
    expect(isins.filter((isin) => readFileSync(head.path).includes(isin)).length).toBe(2125)
  }
})

/** Only root may mount; anyone else is root in a user namespace, where the same test runs once more. */
const isRoot = process.getuid?.() === 0

test.each(['parquet', 'arrow'] as const)(
  'a full disk keeps no part of the %s file',
  async (format) => {
    if (!isRoot) {
      const vitest = join(
        createRequire(import.meta.url).resolve('vitest/package.json'),
        '../vitest.mjs',
      )
      const again = [
        'run',
        '--project',
        'real',
        fileURLToPath(import.meta.url),
        '-t',
        `of the ${format} file`,
      ]
      execFileSync('unshare', ['-Urm', process.execPath, vitest, ...again])
      return
    }
    const outDir = join(folder, 'full')
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', outDir])
    try {
      const granting = govern(join(example, 'bonds.csv'), 'head-of-desk.json', format, outDir)
      const error = await granting.catch((caught: unknown) => caught)
      expect(error).toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining('No space is left'),
      })
      expect(readdirSync(outDir)).toEqual([])
    } finally {
      execFileSync('umount', [outDir])
    }
  },
)

test('a source larger than the memory allowed is governed within it', async () => {
  const path = join(folder, 'big.csv')
  const file = openSync(path, 'w')
  writeSync(file, 'ISIN,region,desk,note,book_size_musd,sales_email\n')
  for (let block = 0; block < 500; block++) {
    const line = (i: number) =>
      `DE${i},EMEA,london-ig,${String(i).padStart(8, '0').repeat(50)},${i},a@example.com\n`
    writeSync(file, Array.from({ length: 1000 }, (_, i) => line(block * 1000 + i)).join(''))
  }
  closeSync(file)
  const spillDir = join(folder, 'spill')
  mkdirSync(spillDir)
  const options = {
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, new Uint8Array(32)]]),
    outRoot: folder,
  }
  const small = await openGovernor({ ...options, spillDir, memoryBytes: 200 << 20, threads: 1 })
  for (const caller of ['head-of-desk.json', 'analyst.json']) {
    const outDir = mkdtempSync(join(folder, 'out-'))
    const granted = await govern(path, caller, 'parquet', outDir, small)
    expect([granted.rowCount, granted.bytes > 190 << 20]).toEqual([500_000, true])
  }
  small.close()
  expect(readdirSync(spillDir)).toEqual([])
})
