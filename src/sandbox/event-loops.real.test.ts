import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testBackends } from '../../test/sandbox/backends.ts'
import { defaultLimits } from '../kernel/limits.ts'
import type { Sandbox } from './port.ts'

const present = testBackends().filter(({ absent }) => absent === undefined)
const never = new AbortController().signal

describe.each(present)('asyncio in $name', (backend) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await backend.open()
  })
  afterAll(() => sandbox.close())

  const run = (code: string) =>
    sandbox.run({ code, fileName: 'script.py', inputs: [], limits: defaultLimits }, never)

  test.each([
    ['runs a coroutine', 'async def f(): return 7\nasyncio.run(f())', 7],
    [
      'runs many beside each other',
      'async def f(n):\n  await asyncio.sleep(0.2)\n  return n\nasync def all(): return sum(await asyncio.gather(*map(f, range(100))))\nstarted = time.monotonic()\nsummed = asyncio.run(all())\nsummed if time.monotonic() - started < 5 else "one after another"',
      4950,
    ],
    [
      'waits for threads, which wake it',
      'async def f(): return await asyncio.to_thread(sum, range(10))\nstarted = time.monotonic()\nsummed = asyncio.run(f())\nsummed if time.monotonic() - started < 5 else "late"',
      45,
    ],
    [
      'is woken by a thread of its own',
      'async def f():\n  loop, done = asyncio.get_running_loop(), asyncio.Event()\n  threading.Timer(0.1, loop.call_soon_threadsafe, (done.set,)).start()\n  await asyncio.wait_for(done.wait(), 9)\n  return "woken"\nasyncio.run(f())',
      'woken',
    ],
    [
      'gives up waiting',
      'async def f():\n  try: await asyncio.wait_for(asyncio.sleep(60), 0.1)\n  except asyncio.TimeoutError: return "late"\nasyncio.run(f())',
      'late',
    ],
    [
      'leaves no descriptor open',
      'async def f(): pass\nfree = os.dup(1)\nos.close(free)\nfor _ in range(20): asyncio.run(f())\nos.dup(1) - free',
      0,
    ],
  ])('%s', async (_, code, value) => {
    const end = await run(`import asyncio, os, threading, time\n${code}`)
    expect(end).toMatchObject({ answer: { value: { value } } })
  })

  test('finds no network, and a script makes no pair of sockets', async () => {
    const ask =
      'import asyncio\nasync def f(): await asyncio.open_connection("10.0.0.1", 80)\nasyncio.run(f())'
    expect(await run(ask)).toMatchObject({ failure: { operation: 'network access' } })
    expect(await run('import socket\nsocket.socketpair()')).toMatchObject({
      failure: { kind: 'blocked' },
    })
  })
})
