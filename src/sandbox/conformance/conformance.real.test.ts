import { mkdtempSync, writeFileSync } from 'node:fs'
import { arch } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testBackends } from '../../../test/sandbox/backends.ts'
import { processorUse } from '../../../test/sandbox/processor-use.ts'
import { parseDatasetName } from '../../kernel/ids.ts'
import { defaultLimits } from '../../kernel/limits.ts'
import { findCpuParent } from '../backends/linux/control-groups.ts'
import type { JobInput, JobReport, Sandbox } from '../port.ts'
import { type ConformanceCase, type Expected, prelude } from './case.ts'
import { sessionSuite, suite } from './suite.ts'
import { openWitness, type Witness } from './witness.ts'

const backends = testBackends()
const never = new AbortController().signal

test('there are enough cases, each with a name of its own', () => {
  const names = suite.flatMap(({ cases }) => cases.map(({ name }) => name))
  expect(names.length).toBeGreaterThanOrEqual(120)
  expect(new Set(names).size).toBe(names.length)
})

test.each(backends.filter(({ absent }) => absent))('$name is absent: $absent', ({ name }) => {
  expect(name).not.toBe('linux')
})

describe.each(backends.filter(({ absent }) => absent === undefined))('$name', (backend) => {
  let sandbox: Sandbox
  let witness: Witness
  beforeAll(async () => {
    sandbox = await backend.open()
    witness = await openWitness(sandbox.grantDir)
  })
  afterAll(async () => {
    await sandbox.close()
    await witness.close()
  })

  const forSessions = backend.name === 'linux' ? suite : sessionSuite
  const attacks = [
    ...suite.map((area) => ({ ...area, way: 'a run', act: run })),
    ...forSessions.map((area) => ({ ...area, way: 'a session', act: runInSession })),
  ]
  describe.concurrent.each(attacks)('$way: $name', ({ cases, act }) => {
    test.each(cases.filter(isForHere))('$name', async (attack) => {
      const { targets } = witness
      const code = typeof attack.code === 'string' ? attack.code : attack.code(targets)
      if (attack.before !== undefined) await run(sandbox, attack, attack.before)
      const beside =
        attack.beside === undefined
          ? undefined
          : run(sandbox, attack, attack.beside, [grant(sandbox, targets.marker)])
      const end = await act(sandbox, attack, code)
      await beside
      const { expected, inSession = expected } = attack
      expectEnd(end, act === runInSession ? inSession : expected)
      expect(end.controls).toContain(attack.control)
      expect(JSON.stringify(end)).not.toContain(targets.secret)
      expect(witness.harms()).toEqual([])
    })
  })

  const canLimitTime = backend.name !== 'linux' && findCpuParent() !== undefined
  test.runIf(canLimitTime)('threads that compute all at once get one processor', async () => {
    const code = `import hashlib, threading, time
end, block = time.monotonic() + 4, bytes(1 << 20)
def spin():
  while time.monotonic() < end: hashlib.sha256(block).digest()
threads = [threading.Thread(target=spin) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()`
    const spinning = run(sandbox, {}, code)
    await sleep(1000)
    const [before, started] = [processorUse(sandbox.grantDir), performance.now()]
    await sleep(2500)
    const { ms, limits } = processorUse(sandbox.grantDir)
    const share = (ms - before.ms) / (performance.now() - started)
    const end = await spinning
    expect(end.status).toBe('completed')
    expect(end.controls).toContain('cgroup-cpu')
    expect(new Set(limits)).toEqual(new Set([1]))
    expect(share).toBeGreaterThan(0.05)
    expect(share).toBeLessThan(1.15)
  })

  test('all of it over, a run works as ever', async () => {
    const code = 'import pandas as pd\nresult = int(pd.DataFrame({"a": [1, 2]})["a"].sum())'
    const end = await run(sandbox, {}, code)
    expectEnd(end, { kind: 'value', value: 3 })
  })
})

/** Numbers of system calls are those of x86-64. */
function isForHere({ code }: ConformanceCase): boolean {
  return arch() === 'x64' || !/\bcall\(|syscall/.test(typeof code === 'string' ? code : `${code}`)
}

type Limited = Pick<ConformanceCase, 'limits'>

function run(
  sandbox: Sandbox,
  attack: Limited,
  code: string,
  inputs: readonly JobInput[] = [],
): Promise<JobReport> {
  return sandbox.run({ ...jobOf(attack, code), inputs }, never)
}

/** The attack is the second script of a session, whose child has run code before. */
async function runInSession(sandbox: Sandbox, attack: Limited, code: string): Promise<JobReport> {
  // Opening it may take longer than the attack.
  const limits = { ...jobOf(attack, '').limits, wallMs: defaultLimits.wallMs }
  const session = await sandbox.openSession({ inputs: [], files: [], limits }, never)
  try {
    await session.run(jobOf({}, 'first = 1'), { signal: never })
    return await session.run(jobOf(attack, code), { signal: never })
  } finally {
    await session.close()
  }
}

function jobOf({ limits }: Limited, code: string) {
  const whole = { ...defaultLimits, ...limits }
  return { fileName: 'attack.py', limits: whole, code: `${prelude}\n${code}` }
}

/** A granted file that bears the marker in its name. */
function grant({ grantDir }: Sandbox, marker: string): JobInput {
  const path = join(mkdtempSync(join(grantDir, 'given-')), `${marker}.arrow`)
  writeFileSync(path, tableToIPC(tableFromArrays({ a: [1, 2] }), 'file'))
  const name = parseDatasetName('orders')
  if (typeof name === 'object') throw new Error(name.problem)
  return { name, path, format: 'arrow' }
}

function expectEnd(end: JobReport, expected: Expected): void {
  if (expected.kind === 'any') return
  if (expected.kind === 'unanswered') {
    const kind = expect.stringMatching(/^(?:crashed|limit)$/)
    expect(end).toMatchObject({ status: 'failed', failure: { kind } })
    return
  }
  const isStopped = expected.kind === 'stopped' && end.status === 'failed'
  if (expected.kind === 'crashed' || isStopped) {
    expect(end).toMatchObject({ status: 'failed', failure: { kind: 'crashed' } })
  } else if (expected.kind === 'limit') {
    const { limit } = expected
    expect(end).toMatchObject({ status: 'failed', failure: { kind: 'limit' } })
    const hit = end.status === 'failed' && end.failure.kind === 'limit' ? end.failure.limit : ''
    expect([limit].flat()).toContain(hit)
  } else {
    const value = expected.kind === 'value' ? expected.value : 'refused'
    expect(end).toMatchObject({ status: 'completed', answer: { value: { value } } })
  }
}
