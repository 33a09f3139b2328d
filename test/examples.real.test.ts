import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { start } from './workplace.ts'

const root = resolve(import.meta.dirname, '..')

describe('the examples run as they stand', () => {
  test('the library example', async () => {
    const ended = await start(process.execPath, [join(root, 'examples/library/run.mjs')], {})
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout.trim().split('\n')).toEqual([
      'mean.py: answered with a number',
      'by-rating.py: answered with a frame',
      expect.stringMatching(/^steal\.py: refused: process-started/),
      'endless.py: failed: Stopped: wall time limit of 2 s reached',
      'ledger: intact',
    ])
  })

  test('the demo, from the first table to the rejected forgery, in under two minutes', async () => {
    const startedMs = performance.now()
    const ended = await start(process.execPath, [join(root, 'examples/bonds/demo.mjs')], {})
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(performance.now() - startedMs).toBeLessThan(120_000)
    for (const shown of [
      'Real Estate',
      'DENIED',
      'HELD',
      'memory limit',
      'VALID',
      'REJECTED',
      'INTACT',
    ]) {
      expect(ended.stdout).toContain(shown)
    }
    const chart = readFileSync(join(root, 'examples/bonds/out/analyst/chart-1.png'))
    expect(chart.subarray(1, 4).toString()).toBe('PNG')
  }, 150_000)
})
