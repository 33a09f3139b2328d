import { spawn } from 'node:child_process'
import { once } from 'node:events'
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

test('a shell that outlived its sandbox is killed by the next sweep, and nobody else is', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'cordon-state-'))
  const path = join(stateDir, 'sandbox-1-0')
  const grants = join(path, 'grants')
  mkdirSync(grants, { recursive: true })
  const owner = { pid: 1, startTicks: -1, boot: 'another' }
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ owner, groups: [] }))
  const start = (argv0: string, folder: string) =>
    spawn('/bin/sh', ['-c', 'read _; exit 0', 'sh', folder], { argv0 })
  const [shell, reader, another] = [
    start('/usr/bin/bwrap', grants),
    start('less', grants),
    start('/usr/bin/bwrap', `${grants}-of-another`),
  ] as const
  await Promise.all([shell, reader, another].map((child) => once(child, 'spawn')))
  const ended = once(shell, 'exit')
  await sweepFolders(stateDir)
  expect(await ended).toEqual([null, 'SIGKILL'])
  for (const child of [reader, another]) {
    const exit = once(child, 'exit')
    child.stdin.end('\n')
    expect(await exit).toEqual([0, null])
  }
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
