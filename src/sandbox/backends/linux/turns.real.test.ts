import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { processesUnder, readProc, until } from '../../../../test/processes.ts'
import { openTestSandbox } from '../../../../test/sandbox/fixture.ts'
import type { DatasetName } from '../../../kernel/ids.ts'
import type { JobInput } from '../../port.ts'
import { Parents } from './parents.ts'
import { type Supervisor, superviseProcess } from './supervisor.ts'

/** For what needs no library. */
const bare = { preload: [] }

describe('a sandbox with one place', () => {
  test('answers all that wait, in their order, and says no to one too many', async () => {
    const box = await openTestSandbox(undefined, { ...bare, concurrency: 1, queue: 3 })
    const ended: number[] = []
    const runs = [0, 1, 2, 3].map(async (n) => {
      expect(await box.plain(`import time\ntime.sleep(${(4 - n) / 20})\n${n}`)).toBe(n)
      ended.push(n)
    })
    const tooMany = box.report('4')
    await expect(tooMany).rejects.toMatchObject({ code: 'sandbox-busy' })
    await Promise.all(runs)
    expect(ended).toEqual([0, 1, 2, 3])
    expect(await box.plain('5')).toBe(5)
    await box.sandbox.close()
  })

  test('lets go of a run that gives up in the queue, with its files', async () => {
    const box = await openTestSandbox(undefined, { concurrency: 1, queue: 3 })
    const stop = new AbortController()
    const first = box.plain('import time\ntime.sleep(0.3)\n1')
    const inputs = [grant(box.sandbox.grantDir, 'd', 'x')]
    const second = box.failure('2', { signal: stop.signal, inputs })
    const third = box.plain('3')
    stop.abort()
    expect(await second).toEqual({ kind: 'cancelled', message: 'Cancelled.' })
    expect(await first).toBe(1)
    expect(await third).toBe(3)
    expect(readdirSync(box.sandbox.grantDir)).toEqual([])
    await box.sandbox.close()
  })

  test('refuses those in the queue when it closes', async () => {
    const box = await openTestSandbox(undefined, { ...bare, concurrency: 1 })
    const first = box.failure('import time\ntime.sleep(60)')
    const second = box.report('2')
    const refused = expect(second).rejects.toMatchObject({ code: 'sandbox-broken' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await box.sandbox.close()
    expect((await first).kind).toBe('crashed')
    await refused
  })
})

describe('warm processes', () => {
  test('are replaced after so many runs, and no run notices', async () => {
    const box = await openTestSandbox(undefined, { ...bare, concurrency: 2, runsEach: 5 })
    const before = supervisors(box.stateDir)
    const runs = Array.from({ length: 40 }, (_, n) => box.plain(`${n}`))
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 40 }, (_, n) => n))
    // Warming takes a second or two, in which the first one goes on.
    for (let turn = 0; turn < 200 && supervisors(box.stateDir)[0] === before[0]; turn++) {
      expect(await box.plain('1')).toBe(1)
    }
    expect(supervisors(box.stateDir)).not.toEqual(before)
    await box.sandbox.close()
    expect(readdirSync(box.stateDir)).toEqual([])
  })

  test('are replaced once in doubt, when their last run has ended', async () => {
    const started: Puppet[] = []
    const parents = new Parents({ jobsEach: 100, start: () => puppet(started) })
    const [one, two] = [await parents.borrow(), await parents.borrow()]
    expect(one.supervisor).toBe(two.supervisor)
    one.doubt()
    two.doubt()
    one.giveBack()
    const next = await parents.borrow()
    expect(next.supervisor).not.toBe(one.supervisor)
    expect(started[0]?.child.killed).toBe(false)
    two.giveBack()
    expect(started[0]?.child.killed).toBe(true)
    next.giveBack()
    expect(started).toHaveLength(2)
    await parents.close()
    await expect(parents.borrow()).rejects.toMatchObject({ code: 'sandbox-broken' })
  })

  test('are in doubt once they speak of a run that nobody gave them', async () => {
    const started: Puppet[] = []
    const parents = new Parents({ jobsEach: 100, start: () => puppet(started, 'O\\x07') })
    const loan = await parents.borrow()
    await until(() => loan.supervisor.isDoubtful)
    loan.giveBack()
    const next = await parents.borrow()
    expect(next.supervisor).not.toBe(loan.supervisor)
    expect(started[0]?.child.killed).toBe(true)
    await parents.close()
  })
})

describe('a run that could not be locked in', () => {
  test('goes to another process once, then is refused, and the next run gets a new process', async () => {
    const box = await openTestSandbox(undefined, { ...bare, concurrency: 2 })
    const before = supervisors(box.stateDir)
    // More descriptors than this machine hands out, which only shows where the child locks itself in.
    const refused = box.report('1', { limits: { openFiles: 2 ** 40 } })
    await expect(refused).rejects.toMatchObject({ code: 'sandbox-broken' })
    expect(await box.plain('2')).toBe(2)
    const after = supervisors(box.stateDir)
    expect(after.some((pid) => before.includes(pid))).toBe(false)
    await box.sandbox.close()
  })
})

describe('two runs at once with grants of their own', () => {
  test('have only their own, and the process they come from has none', async () => {
    const box = await openTestSandbox(undefined, { concurrency: 2 })
    const markers = { left: 'LEFT-0f3a91-', right: 'RIGHT-77bd20-' }
    const look = (own: 'left' | 'right', other: 'left' | 'right') =>
      box.plain(
        `import os, time\ntime.sleep(0.6)\n` +
          `names = sorted(datasets)\n${searchOwnMemory}` +
          `found = lambda left, right: any((left + right).encode() in part for part in memory)\n` +
          `result = [names, str(${own}["text"][0])[:5], os.listdir("/grants"), found("${markers[own].slice(0, 4)}", "${markers[own].slice(4)}"), found("${markers[other].slice(0, 4)}", "${markers[other].slice(4)}")]`,
        { inputs: [grant(box.sandbox.grantDir, own, markers[own])] },
      )
    const both = [look('left', 'right'), look('right', 'left')]
    await new Promise((resolve) => setTimeout(resolve, 400))
    for (const pid of supervisors(box.stateDir)) {
      for (const marker of Object.values(markers)) {
        expect(isInMemory(pid, marker.repeat(3))).toBe(false)
      }
    }
    expect(await Promise.all(both)).toEqual([
      [['left'], 'LEFT-', [], true, false],
      [['right'], 'RIGHT', [], true, false],
    ])
    await box.sandbox.close()
  })
})

interface Puppet {
  readonly child: ChildProcess
}

/** A real process that speaks the protocol as far as `ready`, then a frame of one letter and job, if asked. */
function puppet(started: Puppet[], odd?: string): Supervisor {
  const ready = '\\x00\\x00\\x00\\x00S\\x00\\x00\\x00\\x00'
  const frame = odd === undefined ? '' : `\\x00\\x00\\x00\\x00${odd}\\x00\\x00\\x00`
  const script = `import os, time; os.write(3, b'${ready}${frame}'); time.sleep(60)`
  const stdio = ['ignore', 'ignore', 'pipe', 'pipe'] as const
  const child = spawn('/usr/bin/python3', ['-c', script], { stdio: [...stdio] })
  started.push({ child })
  return superviseProcess(child)
}

function grant(folder: string, name: string, marker: string): JobInput {
  const path = join(folder, `${name}.arrow`)
  const text = Array.from({ length: 500 }, () => marker.repeat(3))
  writeFileSync(path, tableToIPC(tableFromArrays({ text }), 'stream'))
  return { name: name as DatasetName, path, format: 'arrow' }
}

/** Supervisors of the sandbox: they run our entry point in two levels of process namespaces. */
function supervisors(stateDir: string): number[] {
  return processesUnder(stateDir)
    .filter((pid) => /^NSpid:\s+\d+\s+\d+$/m.test(readProc(pid, 'status')))
    .filter((pid) => readProc(pid, 'cmdline').includes('cordon_guest.supervisor'))
    .sort((a, b) => b - a)
}

/** Looks through everything that a process can write to, from outside. */
function isInMemory(pid: number, text: string): boolean {
  const script = [
    'import re, sys',
    'with open(f"/proc/{sys.argv[1]}/maps") as maps, open(f"/proc/{sys.argv[1]}/mem", "rb", 0) as memory:',
    '  for line in maps:',
    '    start, end = (int(part, 16) for part in line.split()[0].split("-"))',
    '    if line.split()[1].startswith("rw"):',
    '      memory.seek(start)',
    '      if sys.argv[2].encode() in memory.read(end - start): sys.exit(7)',
  ].join('\n')
  const { status, stderr } = spawnSync('/usr/bin/python3', ['-c', script, String(pid), text])
  if (status !== 0 && status !== 7) throw new Error(String(stderr))
  return status === 7
}

const searchOwnMemory = `
import ctypes
libc = ctypes.CDLL(None)
libc.sbrk.restype = libc.malloc.restype = ctypes.c_void_p
ends = os.pipe()
def is_there(page):
    return libc.write(ends[1], ctypes.c_void_p(page), 1) == 1 and os.read(ends[0], 1) != b""
def around(address):
    low = high = address & ~4095
    while is_there(low - 4096) and address - low < 1 << 27: low -= 4096
    while is_there(high + 4096): high += 4096
    return ctypes.string_at(low, high + 4096 - low)
memory = [around(place) for place in (libc.sbrk(0) - 1, libc.malloc(500), id(object()), id([1] * 9), id("x" * 900))]
`
