import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseDatasetName, runId } from './ids.ts'
import { formatIssue } from './issue.ts'
import { formatBytes, formatLimit, parseBytes, parseDuration } from './limits.ts'
import { parseWith } from './parse.ts'
import { compareSeverity } from './severity.ts'

describe('units', () => {
  test.each([
    ['30s', 30_000],
    ['500ms', 500],
    ['5m', 300_000],
    ['1.5', 1500],
    ['0s', undefined],
    ['-3s', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('the duration %s is %s ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    ['512MB', 512 * 1024 ** 2],
    ['1GiB', 1024 ** 3],
    ['64k', 65_536],
    ['10', 10],
    ['0', undefined],
    ['1TB', undefined],
    ['9999999999999GB', undefined],
  ])('the size %s is %s bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  test('limits read as people write them', () => {
    expect(formatLimit('wallMs', 30_000)).toBe('30 s')
    expect(formatLimit('wallMs', 1500)).toBe('1500 ms')
    expect(formatLimit('memoryBytes', 512 * 1024 ** 2)).toBe('512 MiB')
    expect(formatLimit('processes', 64)).toBe('64')
    expect(formatBytes(1536)).toBe('1.5 KiB')
  })
})

describe('ids', () => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })

  test('law: run ids have one shape and sort by time', () => {
    const time = fc.integer({ min: 0, max: 2 ** 45 })
    fc.assert(
      fc.property(time, time, bytes, bytes, (a, b, left, right) => {
        const [first, second] = [runId(a, left), runId(b, right)]
        expect(first).toMatch(/^run_[0-9a-hjkmnp-tv-z]{26}$/)
        if (a < b) expect(first < second).toBe(true)
      }),
    )
  })

  test('law: every random byte shows in the id', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 9 }), (random, at) => {
        const other = random.slice()
        other[at] = (other[at] ?? 0) ^ 1
        expect(runId(0, other)).not.toBe(runId(0, random))
      }),
    )
  })

  test.each(['1st', 'a-b', '', 'class', 'result', 'x'.repeat(64), 'ünïcode', 'a b', '_hidden'])(
    '%o is no dataset name',
    (text) => {
      expect(parseDatasetName(text)).toHaveProperty('problem')
    },
  )

  test('a plain identifier is a dataset name', () => {
    expect(parseDatasetName('bonds_2024')).toBe('bonds_2024')
  })
})

describe('parseWith', () => {
  const schema = z.strictObject({
    roles: z.record(z.string(), z.strictObject({ level: z.number() })),
  })

  test('names the path of each fault', () => {
    const read = parseWith(schema, { roles: { analyst: { level: 'x' } }, extra: 1 }, ['top'])
    expect(read.ok ? [] : read.issues.map(formatIssue)).toEqual([
      'top -> roles -> analyst -> level: Invalid input: expected number, received string',
      'top -> extra: is no known setting',
    ])
  })
})

test('severities are ordered and safe lies below them', () => {
  expect(compareSeverity('safe', 'low')).toBeLessThan(0)
  expect(compareSeverity('critical', 'high')).toBeGreaterThan(0)
  expect(compareSeverity('medium', 'medium')).toBe(0)
})
