import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeStateDir } from '../../../../test/sandbox/fixture.ts'
import { buildCordon, startOtherWithoutGroups } from '../../../../test/sandbox/other-process.ts'
import type { Limits } from '../../../kernel/limits.ts'
import type { JobReport } from '../../port.ts'

// An ordinary user has no control groups, so there every other test of this folder runs this way.
describe.runIf(process.getuid?.() === 0)('where no control group can be made', () => {
  let other: ChildProcess
  beforeAll(async () => {
    buildCordon()
    other = startOtherWithoutGroups(makeStateDir())
    await once(other, 'message')
  })
  afterAll(async () => {
    other.disconnect()
    await once(other, 'exit')
  })

  async function run(code: string, limits: Partial<Limits> = {}): Promise<JobReport> {
    const answered = once(other, 'message')
    other.send({ code, limits })
    const [report]: JobReport[] = await answered
    if (report === undefined) throw new Error('no report')
    return report
  }

  test('memory is watched, and the report says so', async () => {
    const { controls, usage } = await run('x = bytearray(50_000_000)')
    expect(controls).toContain('memory-watch')
    expect(controls.join()).not.toContain('cgroup')
    expect(usage.peakMemoryBytes).toBeGreaterThan(50_000_000)
    expect(usage.peakMemoryBytes).toBeLessThan(100_000_000)
  })

  const MiB = 1024 * 1024
  test.each<[string, string, Partial<Limits>, keyof Limits]>([
    // More address space at once than there may be: the resource limit answers.
    ['at once', 'import mmap\nmmap.mmap(-1, 1 << 30)', {}, 'memoryBytes'],
    // Inside the slack of the address space: only watching sees it.
    [
      'bit by bit',
      'import time\nx = bytearray(120 << 20)\ntime.sleep(5)',
      { memoryBytes: 64 * MiB },
      'memoryBytes',
    ],
    [
      'private files',
      'with open("a", "wb") as f:\n  for _ in range(99): f.write(bytes(1 << 20))',
      { memoryBytes: 64 * MiB, diskBytes: 512 * MiB, fileBytes: 512 * MiB },
      'diskBytes',
    ],
    [
      'threads',
      'import threading, time\nfor _ in range(100): threading.Thread(target=time.sleep, args=(5,), daemon=True).start()',
      { processes: 16 },
      'processes',
    ],
    ['time', 'import time\ntime.sleep(60)', { wallMs: 300 }, 'wallMs'],
  ])('limits hold: %s', async (_, code, limits, limit) => {
    expect(await run(code, limits)).toMatchObject({
      status: 'failed',
      failure: { kind: 'limit', limit },
    })
  })
})
