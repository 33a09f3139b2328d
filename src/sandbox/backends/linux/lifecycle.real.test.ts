import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { lockedIn, processesUnder, readProc, until } from '../../../../test/processes.ts'
import {
  findTestRuntime,
  makeStateDir,
  openTestSandbox,
  type TestSandbox,
} from '../../../../test/sandbox/fixture.ts'
import { buildCordon, startOther } from '../../../../test/sandbox/other-process.ts'
import { openLinuxSandbox } from './open.ts'
import { probeLinux } from './probe.ts'

const sleepy = 'import time\ntime.sleep(60)'

beforeAll(buildCordon)

/** Nothing here needs a library. */
const openBare = () => openTestSandbox(undefined, { preload: [], concurrency: 2 })

describe('cancelling', () => {
  test('kills the run, and other runs go on', async () => {
    const box = await openBare()
    const stop = new AbortController()
    const [doomed, other] = [
      box.failure(sleepy, { signal: stop.signal }),
      box.plain('import time\ntime.sleep(1)\n1'),
    ]
    await until(() => lockedIn(processesOf(box)).length === 2)
    stop.abort()
    expect(await doomed).toEqual({ kind: 'cancelled', message: 'Cancelled.' })
    expect(await other).toBe(1)
    await expectNothingLeft(box)
  })

  test('before it starts runs nothing', async () => {
    const box = await openBare()
    expect(await box.failure('1', { signal: AbortSignal.abort() })).toMatchObject({
      kind: 'cancelled',
    })
    await expectNothingLeft(box)
  })
})

describe('closing', () => {
  test('ends runs and leaves no process, folder or control group', async () => {
    const box = await openBare()
    const running = box.failure(sleepy)
    await until(() => lockedIn(processesOf(box)).length === 1)
    await expectNothingLeft(box)
    expect(await running).toMatchObject({ kind: 'crashed' })
    await expect(box.report('1')).rejects.toMatchObject({ code: 'sandbox-broken' })
  })
})

describe('when the supervisor is killed', () => {
  test('its runs crash and the next run gets a new one', async () => {
    const box = await openBare()
    expect(await box.plain('1')).toBe(1)
    for (const signal of ['SIGKILL', 'SIGSEGV'] as const) {
      const running = box.failure(sleepy)
      await until(() => lockedIn(processesOf(box)).length === 1)
      for (const pid of supervisorsOf(box)) process.kill(pid, signal)
      expect(await running).toMatchObject({
        kind: 'crashed',
        message: expect.stringContaining('supervisor died'),
      })
      expect(await box.plain('2')).toBe(2)
    }
    // What the dead ones left goes at once, not only with the sandbox.
    const ofTheDead = () =>
      notedGroups(box.stateDir)
        .flatMap((group) => readdirSync(group))
        .filter((name) => /^run-[01]-/.test(name))
    await until(() => ofTheDead().length === 0)
    await expectNothingLeft(box)
  })

  test('a supervisor that stands still is replaced once the wall time is over', async () => {
    const box = await openBare()
    for (const pid of supervisorsOf(box)) process.kill(pid, 'SIGSTOP')
    expect(await box.failure('1', { limits: { wallMs: 200 } })).toMatchObject({
      kind: 'limit',
      limit: 'wallMs',
    })
    expect(await box.plain('2')).toBe(2)
    await expectNothingLeft(box)
  })
})

describe('when Cordon itself is killed', () => {
  test('its processes go, and the next start sweeps what it left', async () => {
    const stateDir = makeStateDir()
    const child = startOther(stateDir)
    await once(child, 'message')
    const pids = processesUnder(stateDir)
    expect(pids.length).toBeGreaterThan(0)
    expect(readdirSync(stateDir)).toHaveLength(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await until(() => processesUnder(stateDir).length === 0)
    const groups = notedGroups(stateDir)
    const next = await openLinuxSandbox({
      runtime: await findTestRuntime(),
      stateDir,
      required: [],
      preload: [],
    })
    expect(readdirSync(stateDir)).toHaveLength(1)
    for (const group of groups) expect(existsSync(group)).toBe(false)
    await next.close()
    expect(readdirSync(stateDir)).toEqual([])
  })

  test('a live neighbour on the same state folder is left alone', async () => {
    const stateDir = makeStateDir()
    const child = startOther(stateDir)
    await once(child, 'message')
    const own = await openLinuxSandbox({
      runtime: await findTestRuntime(),
      stateDir,
      required: [],
      preload: [],
    })
    expect(readdirSync(stateDir)).toHaveLength(2)
    const answered = once(child, 'message')
    child.send({ code: '1' })
    expect((await answered)[0]).toMatchObject({ status: 'completed' })
    await own.close()
    expect(readdirSync(stateDir)).toHaveLength(1)
    child.disconnect()
    await once(child, 'exit')
    expect(readdirSync(stateDir)).toEqual([])
  })
})

describe('opening', () => {
  test('refuses where a required control cannot be armed', async () => {
    const runtime = { ...(await findTestRuntime()), python: '/usr/bin/no-such-python' }
    await expect(
      openLinuxSandbox({ runtime, stateDir: makeStateDir(), required: [] }),
    ).rejects.toMatchObject({
      code: 'sandbox-unavailable',
      help: expect.stringContaining('cordon'),
    })
  })

  test.runIf(process.getuid?.() === 0)(
    'says which folder keeps the user without rights out',
    async () => {
      const stateDir = makeStateDir()
      mkdirSync(join(stateDir, 'closed/inner'), { recursive: true })
      chmodSync(join(stateDir, 'closed'), 0o700)
      const opening = openLinuxSandbox({
        runtime: await findTestRuntime(),
        stateDir: join(stateDir, 'closed/inner'),
        required: [],
      })
      await expect(opening).rejects.toMatchObject({
        message: expect.stringContaining(`${stateDir}/closed is closed`),
      })
      expect(readdirSync(join(stateDir, 'closed/inner'))).toEqual([])
    },
  )

  test('arms what it says, and the probe agrees', async () => {
    const box = await openBare()
    const probes = await probeLinux(await findTestRuntime())
    const isOk = (name: string) => probes.find((probe) => probe.name === name)?.state === 'ok'
    expect(box.sandbox.controls.includes('cgroup-memory')).toBe(isOk('cgroup memory'))
    expect(box.sandbox.controls.includes('memory-watch')).toBe(!isOk('cgroup memory'))
    expect(['bubblewrap', 'user namespaces', 'seccomp', 'Python runtime'].map(isOk)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect((await box.report('1')).controls).toEqual(box.sandbox.controls)
    await box.sandbox.close()
  })
})

describe('many runs', () => {
  test('at once are all answered, each with its own', async () => {
    const box = await openBare()
    const runs = await Promise.all(Array.from({ length: 20 }, (_, n) => box.plain(`${n} * 2`)))
    expect(runs).toEqual(Array.from({ length: 20 }, (_, n) => n * 2))
    await expectNothingLeft(box)
  })

  test('one after another leave nothing behind in the supervisor', async () => {
    const box = await openBare()
    for (let run = 0; run < 10; run++) await box.plain('1')
    const before = await restingCounts(box)
    for (let run = 0; run < 40; run++) await box.plain('1')
    expect(await restingCounts(box)).toEqual(before)
    await expectNothingLeft(box)
  })
})

/** Closes a sandbox and looks for whatever of it is still on this machine. */
async function expectNothingLeft(box: TestSandbox): Promise<void> {
  const [pids, groups] = [processesOf(box), notedGroups(box.stateDir)]
  await box.sandbox.close()
  await until(() => pids.every((pid) => !existsSync(`/proc/${pid}`)))
  expect(readdirSync(box.stateDir)).toEqual([])
  expect(groups.filter((group) => existsSync(group))).toEqual([])
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(box.stateDir)
}

function notedGroups(stateDir: string): string[] {
  return readdirSync(stateDir).flatMap((name): string[] => {
    const note: { groups: string[] } = JSON.parse(
      readFileSync(join(stateDir, name, 'owner.json'), 'utf8'),
    )
    return note.groups
  })
}

function processesOf(box: TestSandbox): number[] {
  return processesUnder(box.stateDir)
}

/** The supervisors: the processes that run our entry point under one filter, not yet locked in as a job. */
function supervisorsOf(box: TestSandbox): number[] {
  return processesOf(box).filter((pid) => {
    const ids = /^NSpid:\s+(.*)$/m.exec(readProc(pid, 'status'))?.[1]?.split(/\s+/) ?? []
    // The first process in there is bubblewrap's own, which has our entry point on its command line, too.
    const isOurs = ids.length === 2 && ids[1] !== '1'
    return isOurs && readProc(pid, 'cmdline').includes('cordon_guest.supervisor')
  })
}

function countsOf(box: TestSandbox): object {
  const [pid] = supervisorsOf(box)
  const runs = notedGroups(box.stateDir).map(
    (group) => readdirSync(group).filter((name) => name.startsWith('run-')).length,
  )
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    processes: processesOf(box).length,
    runs,
  }
}

/** The counts once they have stayed the same for half a second. */
async function restingCounts(box: TestSandbox): Promise<object> {
  let [last, equal] = ['', 0]
  await until(() => {
    const now = JSON.stringify(countsOf(box))
    equal = now === last ? equal + 1 : 0
    last = now
    return equal >= 10
  })
  return JSON.parse(last)
}
