import { expect, test } from 'vitest'
import { defaultLimits, type LimitName } from '../kernel/limits.ts'
import { limitFailure, type RunEnd, reportOf } from './report.ts'

const nothing = new Uint8Array()
const end: RunEnd = {
  ...{ stopped: undefined, isConfined: true, refusal: '', exit: 0 },
  usage: { wallMs: 1, cpuMs: 1, peakMemoryBytes: 1, outputBytes: 1, resultBytes: 0 },
  ...{ stdout: new TextEncoder().encode('out'), stderr: nothing, result: nothing },
}

test.each(Object.keys(defaultLimits) as LimitName[])(
  '%s names itself, its value and what to do',
  (limit) => {
    const failure = limitFailure(limit, defaultLimits)
    expect(failure).toMatchObject({ kind: 'limit', limit, value: defaultLimits[limit] })
    expect(failure.message).toMatch(/^Stopped: .*limit.* of [\d.]+( \S+)? reached\. .+\.$/)
  },
)

test.each<[string, Partial<RunEnd>, object]>([
  [
    'a stop',
    { stopped: 'wallMs' },
    { kind: 'limit', message: expect.stringContaining('wall time limit of 30 s') },
  ],
  ['an abort', { stopped: 'cancelled' }, { kind: 'cancelled' }],
  [
    'a lost supervisor',
    { stopped: 'lost', refusal: 'MemoryError' },
    { kind: 'crashed', message: expect.stringContaining('MemoryError') },
  ],
  [
    'a signal',
    { exit: -11 },
    { kind: 'crashed', message: expect.stringContaining('segmentation fault') },
  ],
  ['a status', { exit: 3 }, { kind: 'crashed', message: expect.stringContaining('status 3') }],
  ['silence', {}, { kind: 'crashed' }],
  ['noise', { result: Uint8Array.of(1, 2, 3, 4, 5) }, { kind: 'crashed' }],
])('%s is a failure that keeps what was printed', (_, change, failure) => {
  const report = reportOf({ ...end, ...change }, defaultLimits, ['seccomp'])
  expect(report).toMatchObject({ status: 'failed', failure, stdout: 'out', controls: ['seccomp'] })
})

test('a child that was not locked in is the sandbox’s own failure', () => {
  const refused = { ...end, isConfined: false, refusal: 'OSError: mount over /tmp', exit: 1 }
  expect(() => reportOf(refused, defaultLimits, [])).toThrow(/could not be locked in.*mount over/)
})
