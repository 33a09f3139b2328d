import { chmodSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder, sweepFolders } from './folder.ts'

test.each([
  ['that others can write to', (path: string) => chmodSync(path, 0o777)],
  ['that a group can write to', (path: string) => chmodSync(path, 0o775)],
])('a state folder %s is refused', (_, change) => {
  const path = mkdtempSync(join(tmpdir(), 'cordon-state-'))
  change(path)
  expect(() => makeFolder(path)).toThrow('can be changed by others')
})

test('a state folder that is a link is refused', () => {
  const path = mkdtempSync(join(tmpdir(), 'cordon-state-'))
  symlinkSync(path, `${path}-link`)
  expect(() => makeFolder(`${path}-link`)).toThrow('can be changed by others')
})

test('the note of groups that could not be removed stays for the next sweep; the grants do not', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'cordon-state-'))
  const path = join(stateDir, 'sandbox-1-0')
  const group = join(stateDir, 'group')
  mkdirSync(join(path, 'grants'), { recursive: true })
  mkdirSync(group)
  // A file is what a group that still holds a process has in common with this folder: rmdir fails.
  writeFileSync(join(group, 'busy'), '')
  const owner = { pid: 1, startTicks: -1, boot: 'another' }
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ owner, groups: [group] }))
  await sweepFolders(stateDir)
  expect(existsSync(join(path, 'owner.json'))).toBe(true)
  expect(existsSync(join(path, 'grants'))).toBe(false)
})
