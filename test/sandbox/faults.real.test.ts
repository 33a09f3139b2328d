import { expect, test } from 'vitest'
import { buildCordon } from './other-process.ts'

/** The short form of `npm run bench -- faults`: each kind of process twice. */
test('processes killed at random moments leave nothing, and no run answers what is not so', async () => {
  buildCordon()
  const { measure } = await import('../../bench/faults.mjs')
  const figures = await measure({ kills: 12, seed: Date.now() % 1000 })
  expect(figures.filter(({ ok }) => ok === false)).toEqual([])
}, 180_000)
