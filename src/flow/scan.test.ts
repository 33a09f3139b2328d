import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultInspectPolicy } from '../inspect/config.ts'
import type { Report } from '../report/report.ts'
import { scan } from './scan.ts'
import { openScanCache } from './scan-cache.ts'
import { findFiles } from './scan-files.ts'
import { createFileScan } from './scan-source.ts'

const root = mkdtempSync(join(tmpdir(), 'cordon-scan-'))
let folder = ''
let cacheFolder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'code-'))
  cacheFolder = mkdtempSync(join(root, 'cache-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

interface Settings {
  readonly persona?: 'default' | 'gate'
  readonly usesCache?: boolean
  readonly signal?: AbortSignal
  readonly version?: string
}

function scanAll({ persona = 'default', usesCache = false, signal, version = '1' }: Settings = {}) {
  return scan(
    { paths: [folder], persona, jobs: 1, usesCache },
    { policy: defaultInspectPolicy(), cacheFolder, version },
    signal ?? new AbortController().signal,
  )
}

const found = ({ files }: Report) =>
  files.flatMap(({ path, findings }) =>
    findings.map(
      ({ rule, span }) => `${relative(folder, path)}:${span.line}:${span.column} ${rule}`,
    ),
  )
const missed = ({ errors }: Report) =>
  errors.map(({ path, message }) => `${relative(folder, path)}: ${message}`)

describe('files', () => {
  test('are found by name, in a stable order, without what others wrote', () => {
    for (const name of [
      'b.py',
      'a/z.pyw',
      'a/b.pyi',
      'a.txt',
      'node_modules/x.py',
      '.venv/x.py',
      'env/bin/x.py',
      'env/pyvenv.cfg',
    ]) {
      write(name, '')
    }
    const { files, errors } = findFiles([folder, join(folder, 'b.py'), folder])
    expect(files.map((file) => relative(folder, file))).toEqual(['a/z.pyw', 'b.py'])
    expect(errors).toEqual([])
  })

  test('that are named are taken whatever they are called, and wherever they lie', () => {
    const script = write('node_modules/script', '')
    expect(findFiles([script]).files).toEqual([script])
    expect(findFiles([dirname(script)]).files).toEqual([])
  })

  test('behind links are found once', () => {
    write('real/a.py', '')
    symlinkSync('real', join(folder, 'link'))
    symlinkSync('real/a.py', join(folder, 'b.py'))
    symlinkSync('nowhere', join(folder, 'nothing'))
    const { files, errors } = findFiles([folder])
    expect(files.map((file) => relative(folder, file))).toEqual(['b.py', 'link/a.py'])
    expect(errors).toEqual([])
  })

  test.each([
    ['a link to a folder above', (path: string) => symlinkSync('..', path), 'would never end'],
    ['a link to itself', (path: string) => symlinkSync('odd.py', path), 'back to itself'],
    ['a link to nothing', (path: string) => symlinkSync('gone', path), 'no such file'],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), 'no regular file'],
    [
      'a file that is too large',
      (path: string) => {
        writeFileSync(path, '')
        truncateSync(path, 51 * 1024 * 1024)
      },
      'larger than 50 MB',
    ],
  ])('%s is told, and the rest is scanned', async (_, make, message) => {
    write('src/a.py', 'eval(x)')
    make(join(folder, 'src/odd.py'))
    const report = await scanAll()
    expect(found(report)).toEqual(['src/a.py:1:0 dynamic-code'])
    expect(missed(report)).toEqual([expect.stringMatching(`^src/odd.py: .*${message}`)])
  })

  test('that vanish meanwhile are told', () => {
    const scanFile = createFileScan(defaultInspectPolicy(), undefined)
    expect(scanFile(join(folder, 'gone.py'))).toEqual({
      status: 'failed',
      message: 'There is no such file or folder.',
    })
  })

  test('that are no text are findings', async () => {
    write('binary.py', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]))
    write('latin.py', new Uint8Array([0x78, 0x3d, 0x22, 0xe4, 0x22]))
    expect(found(await scanAll())).toEqual([
      'binary.py:1:0 source-undecodable',
      'latin.py:1:0 source-undecodable',
    ])
  })

  test('that begin with a byte order mark have columns and offsets without it', async () => {
    write('a.py', '\ufeffeval(x)')
    const { files } = await scanAll()
    expect(files[0]?.findings[0]?.span).toMatchObject({ start: 0, end: 7, column: 0 })
    expect(files[0]?.lineText(1)).toBe('eval(x)')
  })
})

describe('a scan', () => {
  test('has people import what scripts of models may not, unless it reads as the gate does', async () => {
    write('a.py', 'import subprocess, yaml\n')
    expect(found(await scanAll())).toEqual([])
    expect(found(await scanAll({ persona: 'gate' }))).toEqual(['a.py:1:7 import-denied'])
  })

  test('stops when it is told to', async () => {
    write('a.py', 'eval(x)')
    const stop = new AbortController()
    stop.abort()
    await expect(scanAll({ signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('hears suppressions', async () => {
    write('a.py', 'eval(x)  # cordon: ignore[dynamic-code] made by us')
    const { files } = await scanAll()
    expect(files[0]?.findings).toEqual([])
    expect(files[0]?.suppressed?.map(({ reason }) => reason)).toEqual(['made by us'])
  })
})

describe('kept results', () => {
  const entries = () =>
    readdirSync(cacheFolder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(cacheFolder, name))
  const plain = ({ files, errors }: Report) => ({
    errors,
    files: files.map(({ lineText, ...file }) => ({ ...file, first: lineText(1) })),
  })

  test('are what a scan without them gives', async () => {
    write('a.py', 'eval(x)\nos.system(y)  # cordon: ignore[shell-command] ours\n')
    write('b.py', 'x = 1')
    const fresh = plain(await scanAll())
    expect(plain(await scanAll({ usesCache: true }))).toEqual(fresh)
    expect(entries()).toHaveLength(2)
    expect(plain(await scanAll({ usesCache: true }))).toEqual(fresh)
  })

  test('are used, as a result that was put there shows', async () => {
    const path = write('a.py', 'eval(x)')
    await scanAll({ usesCache: true })
    const [entry = ''] = entries()
    const other = openScanCache(cacheFolder, 'other')
    other?.write('00', { findings: [], suppressed: [], lines: {} })
    const [planted = ''] = entries().filter((name) => name !== entry)
    writeFileSync(entry, readFileSync(planted))
    expect(found(await scanAll({ usesCache: true }))).toEqual([])
    writeFileSync(path, 'eval(y)')
    expect(found(await scanAll({ usesCache: true }))).toEqual(['a.py:1:0 dynamic-code'])
  })

  test.each([
    ['empty', () => ''],
    ['cut short', (entry: string) => entry.slice(0, -5)],
    ['changed', (entry: string) => entry.replace('dynamic-code', 'dynamic-kode')],
    ['noise', () => '\0\u00ff'.repeat(100)],
  ])('that are %s are worked out again and mended', async (_, spoil) => {
    write('a.py', 'eval(x)')
    await scanAll({ usesCache: true })
    const [entry = ''] = entries()
    const good = readFileSync(entry, 'utf8')
    writeFileSync(entry, spoil(good))
    expect(found(await scanAll({ usesCache: true }))).toEqual(['a.py:1:0 dynamic-code'])
    expect(readFileSync(entry, 'utf8')).toBe(good)
  })

  test('are of one version and one persona', async () => {
    write('a.py', 'import subprocess')
    await scanAll({ usesCache: true })
    await scanAll({ usesCache: true, version: '2' })
    expect(found(await scanAll({ usesCache: true, persona: 'gate' }))).toHaveLength(1)
    expect(entries()).toHaveLength(3)
  })

  test('are not kept where that is impossible', async () => {
    write('a.py', 'eval(x)')
    rmSync(cacheFolder, { recursive: true })
    writeFileSync(cacheFolder, 'a file')
    expect(found(await scanAll({ usesCache: true }))).toHaveLength(1)
  })

  test('go when nobody has used them for a month', async () => {
    write('a.py', 'eval(x)')
    await scanAll({ usesCache: true })
    const [entry = ''] = entries()
    const longAgo = new Date('2020-01-01')
    utimesSync(entry, longAgo, longAgo)
    utimesSync(join(cacheFolder, 'swept'), longAgo, longAgo)
    write('a.py', 'x = 1')
    await scanAll({ usesCache: true })
    expect(entries()).not.toContain(entry)
    expect(entries()).toHaveLength(1)
  })
})
