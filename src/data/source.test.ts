import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CordonError } from '../kernel/errors.ts'
import { type Governor, openGovernor } from './govern.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-source-'))
let governor: Governor

beforeAll(async () => {
  governor = await openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, new Uint8Array(32)]]),
    outRoot: folder,
    memoryBytes: 256 << 20,
    threads: 1,
  })
})
afterAll(() => {
  governor.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const secret = 'SECRETVALUE'

test.each([
  ['comma.csv', 'a,b\n1,x\n2,y\n'],
  ['crlf.csv', 'a,b\r\n1,x\r\n2,y\r\n'],
  ['semicolon.csv', 'a;b\n1;x,z\n2;y\n'],
  ['tabs.tsv', 'a\tb\n1\tx\n2\ty\n'],
  ['pipes.csv', 'a|b\n1|x\n2|y'],
  ['bom.csv', '\ufeffa,b\n1,x\n2,y\n'],
  ['quoted.csv', '"a","b"\n1,"x\nx"\n2,"y""y"\n'],
  ['comment.csv', 'a,b\n1,#x\n2,"#"\n'],
  ['lines.ndjson', '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n'],
  ['array.json', '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]'],
])('reads %s', async (name, content) => {
  expect(await governor.inspectSource(write(name, content))).toMatchObject({
    rowCount: 2,
    columns: [
      { name: 'a', type: 'BIGINT' },
      { name: 'b', type: 'VARCHAR' },
    ],
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

test('types come from the values, and only unmistakable dates are dates', async () => {
  const path = write(
    'types.csv',
    'i,x,b,day,at,us,code\n1,1.5,true,2024-01-02,2024-01-02 03:04:05,01/02/2024,A1\n',
  )
  const { columns } = await governor.inspectSource(path)
  const types = columns.map(({ type }) => type)
  expect(types).toEqual(['BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'VARCHAR', 'VARCHAR'])
})

test('a file with a header only has columns and no rows', async () => {
  const source = await governor.inspectSource(write('header.csv', 'a,b\n'))
  expect(source).toMatchObject({ rowCount: 0, columns: [{ name: 'a' }, { name: 'b' }] })
})

test.each([
  ['long.csv', `a,b\n1,x\n2,y,${secret}\n`, 'data-invalid', 'line 3: the number of fields'],
  ['short.csv', `a,b\n1,x\n${secret}\n`, 'data-invalid', 'line 3: the number of fields'],
  ['open.csv', `a,b\n1,"${secret}\n2,y\n`, 'data-invalid', 'line 2: a quoted field does not end'],
  [
    'latin1.csv',
    Buffer.from(`a,b\n1,${secret}\n2,é\n`, 'latin1'),
    'data-invalid',
    'line 3: not UTF-8 text',
  ],
  [
    'utf16.csv',
    Buffer.from(`a,b\n1,${secret}\n`, 'utf16le'),
    'data-invalid',
    'line 1: not UTF-8 text',
  ],
  ['nul.csv', `a,b\n1,${secret}\0\n`, 'data-invalid', 'line 2: not UTF-8 text'],
  [
    'twice.csv',
    `${secret},b,${secret.toLowerCase()}\n1,2,3\n`,
    'data-invalid',
    'line 1: column 3 has the name of a column before it',
  ],
  ['empty.csv', '', 'data-invalid', 'is empty'],
  ['broken.ndjson', `{"a": 1}\n{"a": ${secret}}\n`, 'data-invalid', 'not valid JSON'],
  ['broken.parquet', `PAR1${secret}PAR1`, 'data-invalid', 'not a readable Parquet file'],
  ['table.xyz', secret, 'input-unreadable', 'Cannot tell what kind of data'],
])('%s is refused with file and place but no content', async (name, content, code, message) => {
  const error = await governor
    .inspectSource(write(name, content))
    .catch((caught: unknown) => caught)
  if (!(error instanceof CordonError)) throw new Error('was accepted')
  expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  expect(error.message).toContain(name)
  expect(`${error.message} ${error.help} ${error.cause}`.toUpperCase()).not.toContain(secret)
})

test('a value that does not fit its column, far below the sample, is named by line only', async () => {
  const path = write('late.csv', `a,b\n${'1,x\n'.repeat(260_000)}${secret},y\n`)
  const error = await governor.inspectSource(path).catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'data-invalid',
    message: expect.stringContaining('line 260002: a value is not of the type'),
  })
  expect(String(error)).not.toContain(secret)
})

test.each([
  [join(folder, 'gone.csv'), 'there is no such file'],
  [folder.concat('/dir.csv/../gone/x.csv'), 'there is no such file'],
])('%s is no file', async (path, message) => {
  const error = await governor.inspectSource(path).catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining(message),
  })
})

test.each([
  ['pipe.csv', (path: string) => execFileSync('mkfifo', [path])],
  ['device.csv', (path: string) => symlinkSync('/dev/zero', path)],
  ['environment.csv', (path: string) => symlinkSync('/proc/self/environ', path)],
  ['loop.csv', (path: string) => symlinkSync(path, path)],
])('%s is never read', async (name, make) => {
  make(join(folder, name))
  const error = await governor.inspectSource(join(folder, name)).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(CordonError)
  expect(String(error)).toMatch(/is not a file|is empty|Cannot read/)
})

test('a link in a folder leads to no file elsewhere, though it may to one below it', async () => {
  const [inside, below] = [join(folder, 'inside'), join(folder, 'inside', '.data')]
  mkdirSync(below, { recursive: true })
  writeFileSync(join(below, 'a.csv'), 'a,b\n1,x\n')
  symlinkSync(join('.data', 'a.csv'), join(inside, 'a.csv'))
  expect(await governor.inspectSource(inside)).toMatchObject({ rowCount: 1 })
  symlinkSync(write('elsewhere.csv', `a,b\n2,${secret}\n`), join(inside, 'b.csv'))
  for (const path of [inside, join(inside, '*.csv'), join(inside, 'b*')]) {
    await expect(governor.inspectSource(path)).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining('leads out of its folder'),
    })
  }
  expect(await governor.inspectSource(join(inside, 'b.csv'))).toMatchObject({ rowCount: 1 })
})

test('a file of which the last character is cut off is not UTF-8', async () => {
  const path = write('cut.csv', 'a,b\n1,é')
  truncateSync(path, 7)
  await expect(governor.inspectSource(path)).rejects.toMatchObject({ code: 'data-invalid' })
})
