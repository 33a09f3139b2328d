import { expect, test } from 'vitest'
import { buildCordon } from './other-process.ts'

/** The short form of `npm run bench -- parity`: each fiftieth of the documentation examples. */
test('what the libraries show in their documentation comes out the same inside', async () => {
  buildCordon()
  const { measure } = await import('../../bench/parity.mjs')
  const figures = await measure({ every: 50, hasTests: false })
  expect(figures.filter(({ ok }) => ok === false)).toEqual([])
}, 180_000)
