import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../test/fixtures/ledger.ts'
import { addMaskKey, loadMaskKeys } from './mask-keys.ts'

const refused = (help: string) =>
  expect.objectContaining({ code: 'key-unavailable', help: expect.stringContaining(help) })

test('makes a secret of 32 bytes for its owner only, and finds it again', () => {
  const folder = join(newFolder(), 'keys')
  const keys = loadMaskKeys(folder)
  expect([...keys.keys()]).toEqual([1])
  expect(keys.get(1)).toHaveLength(32)
  expect(loadMaskKeys(folder)).toEqual(keys)
  expect(statSync(join(folder, 'mask.key')).mode & 0o777).toBe(0o600)
})

test('a new version stands beside the old ones', () => {
  const folder = newFolder()
  const before = loadMaskKeys(folder)
  expect([addMaskKey(folder), addMaskKey(folder)]).toEqual([2, 3])
  const keys = loadMaskKeys(folder)
  expect([...keys.keys()]).toEqual([1, 2, 3])
  expect(keys.get(1)).toEqual(before.get(1))
  expect(new Set([...keys.values()].map(String)).size).toBe(3)
})

test('the newest that is gone is refused, not made anew; rotating goes on without it', () => {
  const folder = newFolder()
  loadMaskKeys(folder)
  rmSync(join(folder, 'mask.key'))
  expect(() => loadMaskKeys(folder)).toThrow(refused('rotate-key'))
  expect(addMaskKey(folder)).toBe(2)
  expect([...loadMaskKeys(folder).keys()]).toEqual([2])
})

test.each([
  ['was cut', (folder: string) => writeFileSync(join(folder, 'mask-2.key'), 'x')],
  [
    'is another',
    (folder: string) => renameSync(join(folder, 'mask.key'), join(folder, 'mask-2.key')),
  ],
])('a key that %s is refused', (_, spoil) => {
  const folder = newFolder()
  loadMaskKeys(folder)
  addMaskKey(folder)
  spoil(folder)
  expect(() => loadMaskKeys(folder)).toThrow(refused('Restore it'))
})
