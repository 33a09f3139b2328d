import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/sandbox/fixture.ts'
import type { LimitName, Limits } from '../../../kernel/limits.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox()
})
afterAll(() => box.sandbox.close())

const MiB = 1024 * 1024

describe('every limit stops the run and says which it was', () => {
  test.each<[string, string, Partial<Limits>, LimitName, string]>([
    [
      'sleep',
      'import time\ntime.sleep(60)',
      { wallMs: 500 },
      'wallMs',
      'wall time limit of 500 ms',
    ],
    [
      'spin that catches everything',
      'while True:\n  try:\n    while True: pass\n  except BaseException: pass',
      { wallMs: 500 },
      'wallMs',
      'wall time limit',
    ],
    [
      'a regular expression that explodes',
      'import re\nre.match(r"(a+)+$", "a" * 40 + "b")',
      { wallMs: 500 },
      'wallMs',
      'wall time limit',
    ],
    [
      'ignored signals',
      'import signal, time\nfor n in (signal.SIGTERM, signal.SIGXCPU, signal.SIGALRM): signal.signal(n, signal.SIG_IGN)\ntime.sleep(60)',
      { wallMs: 500 },
      'wallMs',
      'wall time limit',
    ],
    [
      'a thread that goes on',
      'import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\ntime.sleep(60)',
      { wallMs: 500 },
      'wallMs',
      'wall time limit',
    ],
    [
      'closed descriptors and a spin',
      'import os\nos.closerange(0, 100)\nwhile True: pass',
      { wallMs: 500 },
      'wallMs',
      'wall time limit',
    ],
    ...[
      'for i in range(1000):\n  x = i',
      'while True: pass',
      '[i for i in range(1000)]',
      'try:\n  while True: pass\nexcept BaseException: pass\nresult = 1',
    ].map((code): [string, string, Partial<Limits>, LimitName, string] => [
      `rounds of ${JSON.stringify(code)}`,
      ...([code, { iterations: 900 }, 'iterations', 'iteration limit of 900'] as const),
    ]),
    ['CPU', 'while True: pass', { cpuMs: 1000, wallMs: 20_000 }, 'cpuMs', 'CPU time limit of 1 s'],
    ['memory at once', 'x = bytearray(1 << 30)', {}, 'memoryBytes', 'memory limit of 512 MiB'],
    [
      'memory bit by bit',
      'x = []\nwhile True: x.append(bytearray(1 << 20))',
      {},
      'memoryBytes',
      'memory limit',
    ],
    [
      'memory in a frame',
      'import numpy as np, pandas as pd\nresult = pd.DataFrame({"a": np.zeros(250_000_000)})',
      {},
      'memoryBytes',
      'memory limit',
    ],
    [
      'memory mapped',
      'import mmap\nx = [mmap.mmap(-1, 1 << 28) for _ in range(9)]\nfor m in x:\n  for i in range(0, 1 << 28, 4096): m[i] = 1',
      {},
      'memoryBytes',
      'memory limit',
    ],
    [
      'one file',
      'open("a", "wb").write(bytes(2 << 20))',
      { fileBytes: MiB },
      'fileBytes',
      'size of a file of 1 MiB',
    ],
    [
      'all files',
      'for n in range(9): open(str(n), "wb").write(bytes(1 << 20))',
      { diskBytes: 4 * MiB },
      'diskBytes',
      'private files of 4 MiB',
    ],
    [
      'many empty files',
      'for n in range(10**6): open(str(n), "w").close()',
      {},
      'diskBytes',
      'private files',
    ],
    [
      'open files',
      'x = [open("/dev/null") for _ in range(1000)]',
      {},
      'openFiles',
      'open files of 256',
    ],
    [
      'threads',
      'import threading, time\nfor _ in range(1000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()',
      {},
      'processes',
      'threads and processes of 64',
    ],
    ['stdout', 'while True: print("x" * 1000)', {}, 'outputBytes', 'output limit of 1 MiB'],
    [
      'stderr',
      'import sys\nwhile True: sys.stderr.write("x" * 1000)',
      {},
      'outputBytes',
      'output limit',
    ],
    [
      'both streams together',
      'import os\nfor _ in range(7): os.write(1, bytes(100_000)); os.write(2, bytes(100_000))',
      {},
      'outputBytes',
      'output limit',
    ],
    [
      'a large text',
      'result = "x" * (2 << 20)',
      { resultBytes: MiB },
      'resultBytes',
      'result limit of 1 MiB',
    ],
    [
      'a large frame',
      'import numpy as np, pandas as pd\nresult = pd.DataFrame({"a": np.zeros(1_000_000)})',
      { resultBytes: MiB },
      'resultBytes',
      'result limit',
    ],
    [
      'a flood on the result descriptor',
      'import os\nwhile True: os.write(3, bytes(65536))',
      { resultBytes: MiB },
      'resultBytes',
      'result limit',
    ],
  ])('%s', async (_, code, limits, limit, words) => {
    const failure = await box.failure(code, { limits })
    expect(failure).toMatchObject({ kind: 'limit', limit, message: expect.stringContaining(words) })
    expect(await box.plain('1 + 1')).toBe(2)
  })

  test('memory in the private files', async () => {
    const code = 'with open("a", "wb") as f:\n  for _ in range(300): f.write(bytes(1 << 20))'
    const limits = { memoryBytes: 128 * MiB, diskBytes: 1024 * MiB, fileBytes: 1024 * MiB }
    // Where no control group counts them, they are held to the memory limit by their own.
    const isCounted = box.sandbox.controls.includes('cgroup-memory')
    expect(await box.failure(code, { limits })).toMatchObject(
      isCounted
        ? { limit: 'memoryBytes', message: expect.stringContaining('memory limit of 128 MiB') }
        : { limit: 'diskBytes', message: expect.stringContaining('private files of 128 MiB') },
    )
  })

  test('a limit on wall time is not far overrun', async () => {
    const started = performance.now()
    await box.failure('while True: pass', { limits: { wallMs: 300 } })
    expect(performance.now() - started).toBeLessThan(300 + 10_000)
  })

  test('no more than the output limit gets out', async () => {
    const end = await box.report('while True: print("x" * 1000)', { limits: { outputBytes: 5000 } })
    if (end.status !== 'failed') throw new Error('answered')
    expect(end.stdout.length).toBe(5000)
    expect(end.usage.outputBytes).toBeGreaterThan(5000)
  })
})

describe('usage', () => {
  test('tells CPU time in the code from that in the kernel', async () => {
    const busy = await box.report('for n in range(6_000_000): pass')
    const { cpuMs, cpuUserMs = 0, cpuSystemMs = 0 } = busy.usage
    expect(cpuUserMs).toBeGreaterThan(5 * cpuSystemMs)
    expect(cpuUserMs + cpuSystemMs).toBeCloseTo(cpuMs)
    const asking = await box.report(
      'import os\nwith open("a", "wb", 0) as f:\n  for n in range(3000): f.seek(0), f.write(bytes(200_000))',
    )
    expect(asking.usage.cpuSystemMs).toBeGreaterThan(cpuSystemMs)
    expect(asking.usage.cpuSystemMs).toBeGreaterThan((asking.usage.cpuUserMs ?? 0) / 2)
  })

  test('tells wall, CPU, memory and output', async () => {
    const code =
      'import time\nx = bytearray(64 << 20)\nfor n in range(3_000_000): pass\ntime.sleep(0.2)\nprint("abc")'
    const { usage } = await box.report(code)
    expect(usage.wallMs).toBeGreaterThan(200)
    expect(usage.cpuMs).toBeGreaterThan(20)
    expect(usage.cpuMs).toBeLessThan(usage.wallMs)
    expect(usage.peakMemoryBytes).toBeGreaterThan(60 * MiB)
    expect(usage.peakMemoryBytes).toBeLessThan(200 * MiB)
    expect([usage.outputBytes, usage.resultBytes > 20]).toEqual([4, true])
  })
})

test('a wall time longer than any timer does not stop the run at once', async () => {
  expect(await box.plain('result = 1', { limits: { wallMs: 1000 * 3_600_000 } })).toBe(1)
})

describe('rounds of loops', () => {
  test('up to the limit are fine, and those of libraries and other runs do not count', async () => {
    const iterations = 1000
    expect(await box.plain('for i in range(1000):\n  x = i\nx', { limits: { iterations } })).toBe(
      999,
    )
    const sum = 'import pandas as pd\nint(pd.Series(range(5000)).map(str).str.len().sum())'
    expect(await box.plain(sum, { limits: { iterations: 5 } })).toBe(18_890)
    expect(await box.plain('for i in range(5000): x = i\nx')).toBe(4999)
  })

  test('are counted whatever the script does to it', async () => {
    const code = 'import sys\nsys.settrace(None)\nresult = 1'
    expect(await box.failure(code, { limits: { iterations: 100 } })).toMatchObject({
      kind: 'blocked',
      message: '`sys.settrace` was blocked: the rounds of its loops are being counted.',
    })
    expect(await box.plain(code)).toBe(1)
  })
})

test('refused calls and private files are counted', async () => {
  const code =
    'import socket\nfor _ in range(3):\n  try: socket.socket()\n  except OSError: pass\nopen("a", "w").write("x" * 100_000)\n1'
  const { usage, events } = await box.report(code)
  expect(usage.deniedCalls).toBe(3)
  expect(usage.writtenBytes).toBeGreaterThanOrEqual(100_000)
  expect(events.list).toContainEqual({ kind: 'network', name: '', count: 3, isBlocked: true })
})
