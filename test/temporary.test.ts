import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { removeOrphans } from './temporary.ts'

test('what a test makes in passing lies in the folder of its run', () => {
  expect(basename(tmpdir())).toMatch(/^cordon-\d+$/)
})

test('the folder of a run that is over is removed, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orphans-'))
  const { pid: dead } = spawnSync('true')
  for (const name of [`cordon-${dead}`, `cordon-${process.pid}`, 'cordon-x', `other-${dead}`]) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'a'), '')
  }
  removeOrphans(folder)
  expect(existsSync(join(folder, `cordon-${dead}`))).toBe(false)
  expect(readdirSync(folder)).toHaveLength(3)
})
