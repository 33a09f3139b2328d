import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/sandbox/fixture.ts'
import { defaultLimits } from '../../../kernel/limits.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox(undefined, { concurrency: 2 })
})
afterAll(() => box.sandbox.close())

const never = new AbortController().signal

function open() {
  return box.sandbox.openSession({ inputs: [], files: [], limits: defaultLimits }, never)
}

test('a session leaves no descriptor or process behind in the parent', async () => {
  const counts = () => {
    const parent = readdirSync('/proc').find((pid) => isParent(pid))
    return readdirSync(`/proc/${parent}/fd`).length
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve, 500))
  await (await open()).close()
  await settle()
  const before = counts()
  for (let turn = 0; turn < 5; turn++) {
    const session = await open()
    await session.run({ code: '1', fileName: 'cell.py', limits: defaultLimits }, { signal: never })
    await session.close()
  }
  await settle()
  expect(counts()).toBe(before)
})

test('a session whose child died while it stood still is over at once', async () => {
  const session = await open()
  await session.run({ code: '1', fileName: 'cell.py', limits: defaultLimits }, { signal: never })
  await new Promise((resolve) => setTimeout(resolve, 200))
  const stopped = readdirSync('/proc').filter(isStopped)
  expect(stopped).toHaveLength(1)
  process.kill(Number(stopped[0]), 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 200))
  const next = { code: '1', fileName: 'cell.py', limits: defaultLimits }
  const end = await session
    .run(next, { signal: never })
    .then(({ status }) => status)
    .catch(({ code }) => code)
  // On a busy machine the end of the child may be told only after the script was given to it.
  expect(['session-ended', 'failed']).toContain(end)
  expect(session.isOpen).toBe(false)
}, 10_000)

function isParent(pid: string): boolean {
  return isOurs(pid) && /^NSpid:\s+\d+\s+\d+$/m.test(read(`/proc/${pid}/status`))
}

function isStopped(pid: string): boolean {
  return isOurs(pid) && /^State:\s+T/m.test(read(`/proc/${pid}/status`))
}

/** True for the supervisor of this sandbox and its children. */
function isOurs(pid: string): boolean {
  const grants = box.stateDir.split('/').at(-1) ?? '?'
  return (
    /^\d+$/.test(pid) &&
    read(`/proc/${pid}/mountinfo`).includes(grants) &&
    read(`/proc/${pid}/cmdline`).includes('cordon_guest.supervisor')
  )
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
