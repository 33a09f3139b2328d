import { expect, test } from 'vitest'
import { noEvents } from '../kernel/events.ts'
import type { JobReport } from '../sandbox/port.ts'
import { judgeDoor } from './way-out.ts'

const evidence = { requests: [], allowed: 1, denied: 0 }
const usage = { wallMs: 1, cpuMs: 1, peakMemoryBytes: 1, outputBytes: 0, resultBytes: 0 }
const failed = (kind: 'cancelled' | 'untyped'): JobReport => ({
  ...{ status: 'failed', failure: { kind, message: 'a' }, stdout: 'out', stderr: '' },
  ...{ usage, controls: [] },
  events: noEvents,
})

test('a run whose gateway broke off has failed as crashed, whatever it came to', () => {
  const judged = judgeDoor(failed('untyped'), { evidence, isWhole: false })
  expect(judged).toMatchObject({ status: 'failed', failure: { kind: 'crashed' }, stdout: 'out' })
})

test('a run that was cancelled stays so, and one with a whole gateway stays as it is', () => {
  const cancelled = failed('cancelled')
  expect(judgeDoor(cancelled, { evidence, isWhole: false })).toBe(cancelled)
  const other = failed('untyped')
  expect(judgeDoor(other, { evidence, isWhole: true })).toBe(other)
  expect(judgeDoor(other, undefined)).toBe(other)
})
