import {
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCacheFolder, sweepCacheFolder, useRuntimeFolder } from './cache-folder.ts'
import { loadRuntime, stamp } from './load.ts'
import { digestRuntime, formatRecord, type RuntimeRecord } from './record.ts'

let cacheDir = ''
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'cordon-load-'))
})
afterEach(() => rm(cacheDir, { recursive: true, force: true }))

async function makeRuntime(name: string): Promise<RuntimeRecord> {
  const folder = join(cacheDir, name)
  await mkdir(join(folder, 'matplotlib'), { recursive: true })
  await writeFile(join(folder, 'matplotlib', 'fonts.json'), '{}')
  const python = join(folder, 'python3')
  await writeFile(python, 'an interpreter')
  const stamped = await stamp(python)
  if (!stamped) throw new Error('the interpreter was just written')
  const packages = { pandas: { version: '2.3.3' } }
  const digest = digestRuntime('3.11.2', packages)
  const record: RuntimeRecord = {
    source: 'system',
    python,
    mounts: [folder],
    matplotlibCache: join(folder, 'matplotlib'),
    version: '3.11.2',
    packages,
    digest,
    planDigest: digest,
    stamps: [stamped],
    notes: [],
  }
  await writeFile(join(folder, 'runtime.json'), formatRecord(record))
  await useRuntimeFolder(cacheDir, folder)
  return record
}

describe('a runtime', () => {
  test('is loaded as it was recorded', async () => {
    const { python, digest } = await makeRuntime('runtime-a')
    expect(await loadRuntime({ cacheDir })).toMatchObject({
      python,
      digest,
      packages: { pandas: '2.3.3' },
    })
  })

  test('that is not there is none', async () => {
    expect(await loadRuntime({ cacheDir: join(cacheDir, 'none') })).toBeUndefined()
  })

  test.each<readonly [string, (record: RuntimeRecord, file: string) => Promise<unknown>]>([
    ['interpreter is gone', ({ python }) => rm(python)],
    ['interpreter has another size', ({ python }) => writeFile(python, 'another interpreter')],
    ['interpreter has another time', ({ python }) => utimes(python, 1, 1)],
    ['fonts are gone', ({ matplotlibCache }) => rm(join(matplotlibCache ?? '', 'fonts.json'))],
    ['record was never finished', (_, file) => rm(file)],
    ['record is cut off', (_, file) => writeFile(file, '{"format":1,')],
    [
      'packages were edited',
      (record, file) =>
        writeFile(file, formatRecord({ ...record, packages: { pandas: { version: '3' } } })),
    ],
  ])('whose %s is none', async (_, change) => {
    const record = await makeRuntime('runtime-a')
    await change(record, join(cacheDir, 'runtime-a', 'runtime.json'))
    expect(await loadRuntime({ cacheDir })).toBeUndefined()
  })
})

describe('the cache folder', () => {
  test('is readable by everyone together with the folders made for it', async () => {
    const mask = process.umask(0o077)
    const folder = await openCacheFolder(join(cacheDir, 'a', 'b')).finally(() =>
      process.umask(mask),
    )
    expect((await stat(folder)).mode & 0o777).toBe(0o755)
    expect((await stat(join(cacheDir, 'a'))).mode & 0o777).toBe(0o755)
  })

  test('keeps the runtime in use and the newest other, and nothing unfinished', async () => {
    for (const [index, name] of ['old', 'newer', 'current'].entries()) {
      await makeRuntime(`runtime-${name}`)
      await utimes(join(cacheDir, `runtime-${name}`, 'runtime.json'), 1000 - index, 1000 + index)
    }
    await mkdir(join(cacheDir, 'runtime-unfinished'))
    await mkdir(join(cacheDir, 'mine'))
    await sweepCacheFolder(cacheDir)
    expect((await readdir(cacheDir)).sort()).toEqual([
      'mine',
      'runtime',
      'runtime-current',
      'runtime-newer',
    ])
    expect(await readlink(join(cacheDir, 'runtime'))).toBe(join(cacheDir, 'runtime-current'))
  })

  test('does not keep an unfinished runtime because it is in use', async () => {
    await mkdir(join(cacheDir, 'runtime-x'))
    await symlink(join(cacheDir, 'runtime-x'), join(cacheDir, 'runtime'))
    await sweepCacheFolder(cacheDir)
    expect(await readdir(cacheDir)).toEqual(['runtime'])
  })
})
