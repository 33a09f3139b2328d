import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeXlsx, makeZip, workbookParts } from '../../../test/fixtures/xlsx.ts'
import { CordonError } from '../../kernel/errors.ts'
import type { DatasetName } from '../../kernel/ids.ts'
import type { Principal } from '../../kernel/principal.ts'
import { parseDatasets } from '../config.ts'
import { type Governor, openGovernor } from '../govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-bad-'))
const secret = 'SECRETVALUE'
let governor: Governor

const open = (maskKey = new Uint8Array(32).fill(9)) =>
  openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, maskKey]]),
    outRoot: folder,
    memoryBytes: 512 << 20,
    threads: 1,
    readers: { loadXml: () => import('saxes') },
  })
beforeAll(async () => {
  governor = await open()
})
afterAll(() => {
  governor.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function refused(work: Promise<unknown>): Promise<CordonError> {
  const error = await work.catch((caught: unknown) => caught)
  if (!(error instanceof CordonError)) throw new Error('was not refused by Cordon')
  expect(error.code).not.toBe('internal')
  expect(`${error.message} ${error.help} ${error.cause}`).not.toContain(secret)
  return error
}

async function granted(
  path: string,
  settings: object,
  { attributes = {}, by = governor }: { attributes?: Principal['attributes']; by?: Governor } = {},
): Promise<string[]> {
  const dataset = { classification: 'INTERNAL', rows: { default: 'true' }, ...settings }
  const parsed = parseDatasets({ t: dataset }, [])
  const policy = parsed.ok ? parsed.value.get('t') : undefined
  if (!policy) throw new Error('no policy')
  const grant = await by.govern({
    name: 't' as DatasetName,
    path,
    policy,
    principal: { id: 'a', roles: [], groups: [], attributes },
    scope: { tenant: 'a', purpose: 'b' },
    outDir: mkdtempSync(join(folder, 'out-')),
    format: 'parquet',
  })
  const instance = await engine.DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const result = await connection.run(
      `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('${grant.path}')`,
    )
    return (await result.getRowsJS()).map((row) => row.join('|'))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('hostile files', () => {
  test('one value of 100 MB', async () => {
    const path = write('long.csv', `a,b\n${secret}${'x'.repeat(100 << 20)},1\n`)
    expect((await refused(governor.inspectSource(path))).message).toContain(
      'line 2: a record is too long',
    )
  })

  test('a header that does not end', async () => {
    await refused(governor.inspectSource(write('header.csv', `${secret}${'x'.repeat(5 << 20)},1`)))
  })

  test('50,000 columns', async () => {
    const names = Array.from({ length: 50_000 }, (_, at) => `c${at}`)
    const path = write('wide.csv', `${names.join(',')}\n${names.map(() => 1).join(',')}\n`)
    expect((await refused(governor.inspectSource(path))).message).toContain('10000 columns')
  }, 120_000)

  test('mixed types are text, and formulas are texts like others', async () => {
    const path = write('mixed.csv', `a\n1\nx\n=cmd|' /C calc'!A1\n2024-01-01\n`)
    expect(await granted(path, {})).toEqual(['1', 'x', "=cmd|' /C calc'!A1", '2024-01-01'])
  })

  test.each([
    ['in one entry', () => [{ name: 'xl/workbook.xml', content: Buffer.alloc(400 << 20) }]],
    [
      'in a sheet whose size is a lie',
      () =>
        workbookParts({ A: `<row>${' '.repeat(300 << 20)}</row>` }).map((part) => ({
          ...part,
          claimedBytes: 10,
        })),
    ],
    [
      'in many entries',
      () => Array.from({ length: 20_000 }, (_, at) => ({ name: `e${at}`, content: '' })),
    ],
  ])(
    'a zip bomb %s',
    async (_, parts) => {
      const before = process.memoryUsage().rss
      const error = await refused(governor.inspectSource(write('bomb.xlsx', makeZip(parts()))))
      expect(error.message).toContain('inflates to too much')
      expect(process.memoryUsage().rss - before).toBeLessThan(900 << 20)
    },
    120_000,
  )

  test('entities that expand', async () => {
    const [book, ...rest] = workbookParts({ A: '<row/>' })
    const bomb = `<!DOCTYPE x [<!ENTITY a "${secret}"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>`
    const parts = [{ name: book?.name ?? '', content: bomb }, ...rest]
    await refused(governor.inspectSource(write('entities.xlsx', makeZip(parts))))
  })

  test.each(['XFE1', 'ZZZZ9'])('a cell beyond the last column: %s', async (address) => {
    const path = write('far.xlsx', makeXlsx({ A: `<row><c r="${address}"><v>1</v></c></row>` }))
    await governor.inspectSource(path).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'data-invalid' })
    })
  })

  test('Parquet that was cut, and Parquet with bytes changed', async () => {
    const source = write('good.csv', `a\n${`${secret}\n`.repeat(1000)}`)
    await granted(source, {})
    const instance = await engine.DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const path = join(folder, 'good.parquet')
    await connection.run(`COPY (SELECT range AS a FROM range(1000)) TO '${path}' (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    const bytes = readFileSync(path)
    await refused(governor.inspectSource(write('cut.parquet', bytes.subarray(0, bytes.length / 2))))
    const flipped = Buffer.from(bytes)
    for (let at = bytes.length - 200; at < bytes.length - 12; at += 7) flipped[at] = 0xff
    await refused(governor.inspectSource(write('flipped.parquet', flipped)))
  })
})

describe('SQL through every door', () => {
  const evil = `x"; DROP TABLE cordon_source; COPY (SELECT 1) TO '/tmp/pwned'; --`

  test('a column name', async () => {
    const path = write('name.csv', `"${evil.replaceAll('"', '""')}",b\n1,2\n`)
    const columns = { [evil]: { mask: { generalize: 10 } }, b: { mask: 'hash' } }
    const [row] = await granted(path, {
      columns,
      rows: { default: `row[${JSON.stringify(evil)}] == 1` },
    })
    expect(row).toMatch(/^0\.0\|b:[0-9a-f]{32}$/)
  })

  test('an attribute, and values', async () => {
    const path = write('value.csv', `a,b\n"${evil.replaceAll('"', '""')}",1\nplain,2\n`)
    const settings = { rows: { default: 'row.a == user.want' } }
    expect(await granted(path, settings, { attributes: { want: evil } })).toEqual([`${evil}|1`])
    expect(await granted(path, settings, { attributes: { want: "' OR 1=1 --" } })).toEqual([])
  })

  test('a constant and a file name', async () => {
    const path = write(`it's "; --.csv`, 'a\n1\n')
    expect(await granted(path, { columns: { a: { mask: { constant: evil } } } })).toEqual([evil])
  })
})

describe('keys and masks', () => {
  test('a key that is too short makes no mask', async () => {
    const by = await open(new Uint8Array(16))
    const path = write('key.csv', `a\n${secret}\n`)
    const error = await refused(granted(path, { columns: { a: { mask: 'hash' } } }, { by }))
    by.close()
    expect(error.code).toBe('key-unavailable')
  })

  test('a dictionary of all values finds none behind its hash without the key', async () => {
    const values = Array.from({ length: 1000 }, (_, at) => `DE${String(at).padStart(10, '0')}`)
    const path = write('isin.csv', `isin\n${values.join('\n')}\n`)
    const masked = await granted(path, { columns: { isin: { mask: 'hash' } } })
    const dictionary = new Set(
      values.flatMap((value) =>
        ['sha256', 'sha1', 'md5'].map((name) =>
          createHash(name).update(value).digest('hex').slice(0, 32),
        ),
      ),
    )
    expect(masked.filter((text) => dictionary.has(text.slice(-32)))).toEqual([])
    expect(new Set(masked).size).toBe(1000)
  })

  test('a value too short for fpe is refused, never shown', async () => {
    const path = write('short.csv', `a\n1234567x\n12\n`)
    const error = await refused(granted(path, { columns: { a: { mask: 'fpe' } } }))
    expect(error.message).toContain('fewer than a million forms')
    const good = write('form.csv', 'a\nDE-123456\n,\nDE-123456\n'.replace('\n,', ''))
    const [one, two] = await granted(good, { columns: { a: { mask: 'fpe' } } })
    expect(one).toMatch(/^[0-9A-Z]{2}-[0-9A-Z]{6}$/)
    expect([one === two, one === 'DE-123456']).toEqual([true, false])
  })
})
