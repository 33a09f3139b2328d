import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testBackends } from '../../test/sandbox/backends.ts'
import { parseDatasetName } from '../kernel/ids.ts'
import { defaultLimits, type Limits } from '../kernel/limits.ts'
import type {
  JobInput,
  JobReport,
  Sandbox,
  SandboxSession,
  SessionCall,
  SessionFile,
} from './port.ts'

const never = new AbortController().signal
const present = testBackends().filter(({ absent }) => absent === undefined)

function job(code: string, limits: Partial<Limits> = {}) {
  return { code, fileName: 'cell.py', inputs: [], limits: { ...defaultLimits, ...limits } }
}

function run(session: SandboxSession, code: string, more: Partial<Limits & SessionCall> = {}) {
  const { signal = never, onOutput, ...limits } = more
  return session.run(job(code, limits), { signal, onOutput })
}

async function plain(session: SandboxSession, code: string): Promise<unknown> {
  const report = await run(session, code)
  if (report.status === 'failed') throw new Error(JSON.stringify(report.failure))
  const { value } = report.answer
  return 'value' in value ? value.value : value.kind
}

const failureOf = (report: JobReport) =>
  report.status === 'failed' ? report.failure : report.answer.value

describe.each(present)('$name', (backend) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await backend.open()
  })
  afterAll(() => sandbox.close())

  function open(files: readonly SessionFile[] = [], inputs: readonly JobInput[] = []) {
    return sandbox.openSession({ inputs, files, limits: defaultLimits }, never)
  }

  describe('a session', () => {
    test('keeps names, modules and files from script to script, and answers each on its own', async () => {
      const session = await open()
      expect(
        await plain(session, 'import math\nx = 2\nopen("a.txt", "w").write("abc")\nresult = 1'),
      ).toBe(1)
      expect(await plain(session, 'x * math.pi > 6')).toBe(true)
      expect(await plain(session, 'y = 1')).toBe('none')
      expect(await plain(session, 'open("a.txt").read()')).toBe('abc')
      const printed = await run(session, 'print("only this")')
      expect(printed).toMatchObject({ answer: { stdout: 'only this\n' } })
      await session.close()
    })

    test('goes on after a script that fails, with the line and the events of that script', async () => {
      const session = await open()
      const failed = await run(session, 'import wave\n\n1 / 0')
      expect(failureOf(failed)).toMatchObject({ type: 'ZeroDivisionError', line: 3 })
      expect(failed.events.list.map(({ name }) => name)).toEqual(['wave'])
      expect(failureOf(await run(session, 'x =='))).toMatchObject({ type: 'SyntaxError' })
      const next = await run(session, 'result = 5')
      expect([next.status, next.events.list]).toEqual(['completed', []])
      await session.close()
    })

    test('reads what it is granted, and it is gone when the session is over', async () => {
      const input = grant(sandbox)
      const session = await open([], [input])
      expect(await plain(session, 'int(orders["a"].sum())')).toBe(7)
      expect(await plain(session, 'int(orders["a"].max())')).toBe(4)
      await session.close()
      expect(existsSync(input.path)).toBe(false)
    })

    test('takes a script of half a megabyte', async () => {
      const session = await open()
      expect(await plain(session, `text = "${'y'.repeat(500_000)}"\nlen(text)`)).toBe(500_000)
      await session.close()
    })

    test('gives a figure once', async () => {
      const session = await open()
      const draw = await run(session, 'import matplotlib.pyplot as plt\nplt.plot([1, 2])')
      const after = await run(session, '1')
      const figures = [draw, after].map((r) => r.status === 'completed' && r.answer.figures.length)
      expect(figures).toEqual([1, 0])
      await session.close()
    })

    test('streams what is printed while it is printed', async () => {
      const session = await open()
      const seen: [string, string, number][] = []
      const started = performance.now()
      const code = 'import time, sys\nprint("one")\ntime.sleep(0.6)\nprint("two", file=sys.stderr)'
      await run(session, code, {
        onOutput: (stream, bytes) =>
          seen.push([stream, new TextDecoder().decode(bytes), performance.now() - started]),
      })
      const whole = performance.now() - started
      expect(seen.map(([stream, text]) => [stream, text])).toEqual([
        ['stdout', 'one\n'],
        ['stderr', 'two\n'],
      ])
      expect(whole - (seen[0]?.[2] ?? whole)).toBeGreaterThan(500)
      await session.close()
    })

    test('takes files in, lists them and gives them out, within its folder', async () => {
      const session = await open([{ name: 'in/data.csv', bytes: Buffer.from('a\n1\n') }])
      expect(
        await plain(session, 'import pandas as pd\nint(pd.read_csv("in/data.csv").a[0])'),
      ).toBe(1)
      await run(
        session,
        'open("out.bin", "wb").write(bytes(range(256)))\nimport os\nos.symlink("/etc/passwd", "link")\nopen("bad\\nname", "w").close()',
      )
      expect(await session.listFiles(never)).toEqual(
        new Map([
          ['in/data.csv', 4],
          ['out.bin', 256],
        ]),
      )
      expect(await session.readFile('out.bin', never)).toEqual(
        Buffer.from(Array.from({ length: 256 }, (_, n) => n)),
      )
      await expect(session.readFile('none', never)).rejects.toMatchObject({ code: 'usage' })
      for (const name of ['../etc/passwd', '/etc/passwd', 'a/../../b', 'x\n', '']) {
        await expect(session.readFile(name, never)).rejects.toMatchObject({ code: 'usage' })
      }
      await session.close()
    })
  })

  test('as many are open as may be, and not one more', async () => {
    const sessions: SandboxSession[] = []
    const opening = async () => {
      for (let turn = 0; turn < 40; turn++) sessions.push(await open())
    }
    await expect(opening()).rejects.toMatchObject({ code: 'sandbox-busy' })
    const all = await Promise.all(sessions.map((session, at) => plain(session, `${at}`)))
    expect(all).toEqual(sessions.map((_, at) => at))
    await sessions.pop()?.close()
    sessions.push(await open())
    await Promise.all(sessions.map((session) => session.close()))
  })

  describe('limits hold for each script', () => {
    test('output and CPU time count anew', async () => {
      const session = await open()
      for (let turn = 0; turn < 3; turn++) {
        const report = await run(session, 'print("x" * 700_000)')
        expect(report).toMatchObject({ status: 'completed', usage: { outputBytes: 700_001 } })
      }
      const first = await run(session, 'for n in range(20_000_000): pass')
      const second = await run(session, '1')
      expect(second.usage.cpuMs).toBeLessThan(first.usage.cpuMs / 2)
      await session.close()
    })

    test.each<[string, Partial<Limits>, object]>([
      ['while True: pass', { wallMs: 400 }, { kind: 'limit', limit: 'wallMs' }],
      ['while True: pass', { cpuMs: 300 }, { kind: 'limit', limit: 'cpuMs' }],
      [
        'while True: print("x" * 1000)',
        { outputBytes: 5000 },
        { kind: 'limit', limit: 'outputBytes' },
      ],
      ['import os\nos._exit(0)', {}, { kind: 'crashed' }],
    ])('%j ends the session by %j', async (code, limits, failure) => {
      const session = await open()
      expect(failureOf(await run(session, code, limits))).toMatchObject(failure)
      expect(session.isOpen).toBe(false)
      await expect(run(session, '1')).rejects.toMatchObject({ code: 'session-ended' })
    })

    test('an abort ends it, and others go on', async () => {
      const [session, other] = [await open(), await open()]
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 200)
      const cancelled = await run(session, 'while True: pass', { signal: stop.signal })
      expect(failureOf(cancelled)).toMatchObject({ kind: 'cancelled' })
      expect(await plain(other, '1')).toBe(1)
      await other.close()
    })
  })

  describe('a hostile script in a session', () => {
    test('stands still between requests', async () => {
      const session = await open()
      const code =
        'import threading, time\nn = 0\ndef work():\n  global n\n  while True: n += 1; time.sleep(0.001)\nthreading.Thread(target=work, daemon=True).start()\ntime.sleep(0.05)\nresult = n'
      const before = Number(await plain(session, code))
      await new Promise((resolve) => setTimeout(resolve, 1000))
      expect(Number(await plain(session, 'n')) - before).toBeLessThan(300)
      await session.close()
    })

    test.each([
      [
        'a second answer',
        'import os, struct\nb = b"\\x02\\0\\0\\0{}D"\nos.write(3, struct.pack("<I", len(b)) + b + b)',
      ],
      ['a length beyond the limit', 'import os\nos.write(3, b"\\xff\\xff\\xff\\x7f")'],
      ['no listening', 'import os\nos.close(4)'],
    ])('%s costs it its session, and nobody else anything', async (_, code) => {
      const other = await open()
      const session = await open()
      await run(session, code)
      if (session.isOpen) await run(session, `x = "${'y'.repeat(800_000)}"`).catch(() => undefined)
      if (session.isOpen) await run(session, '1').catch(() => undefined)
      expect(session.isOpen).toBe(false)
      expect(await plain(other, '7')).toBe(7)
      expect(await sandbox.run(job('8'), never)).toMatchObject({ answer: { value: { value: 8 } } })
      await other.close()
    })
  })
})

/** A granted file in the sandbox's own folder, which thereby belongs to whoever it is granted to. */
function grant({ grantDir }: Sandbox): JobInput {
  const path = join(mkdtempSync(join(grantDir, 'given-')), 'orders.arrow')
  writeFileSync(path, tableToIPC(tableFromArrays({ a: [1, 2, 4] }), 'file'))
  const name = parseDatasetName('orders')
  if (typeof name === 'object') throw new Error(name.problem)
  return { name, path, format: 'arrow' }
}
