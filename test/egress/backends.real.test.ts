import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/kernel/limits.ts'
import type { JobEgress, Sandbox } from '../../src/sandbox/port.ts'
import { testBackends } from '../sandbox/backends.ts'
import { openTestDoor, startServer, type TestServer } from './fixture.ts'

const backends = testBackends().filter(({ absent }) => !absent)
/** What runs without a session are tried with in `clients` and `inside`. */
const others = backends.filter(({ name }) => name !== 'linux')

let plain: TestServer
let secure: TestServer

beforeAll(async () => {
  const respond: Parameters<typeof startServer>[0] = ({ body }, answer) => answer.end(`got ${body}`)
  plain = await startServer(respond)
  secure = await startServer(respond, 'api.example')
})
afterAll(() => {
  plain.close()
  secure.close()
})

async function run(sandbox: Sandbox, code: string, egress?: JobEgress) {
  const job = { code, fileName: 'script.py', inputs: [], limits: defaultLimits }
  return sandbox.run({ ...job, ...(egress && { egress }) }, new AbortController().signal)
}

/** Tries expressions and gives what each is, or the name of its error. */
const tries = (...expressions: readonly string[]) =>
  `import json, os, socket, urllib.request
def attempt(work):
    try: return repr(work())
    except BaseException as e: return f'{type(e).__name__} {getattr(e, "code", "")}'
async def get_async(url):
    import httpx
    async with httpx.AsyncClient() as client: return (await client.get(url)).text
def read_async(url):
    import asyncio
    return asyncio.run(get_async(url))
read = lambda url, data=None: urllib.request.urlopen(url, data).read().decode()
result = json.dumps([${expressions.map((one) => `attempt(lambda: ${one})`).join(', ')}])`

async function answers(sandbox: Sandbox, code: string, egress?: JobEgress): Promise<unknown> {
  const end = await run(sandbox, code, egress)
  if (end.status === 'failed') throw new Error(JSON.stringify(end.failure))
  const { value } = end.answer
  return JSON.parse('value' in value ? String(value.value) : '')
}

describe.each(others)('$name', ({ open }) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await open([], true)
  })
  afterAll(() => sandbox.close())

  test('leads a run to its gateway, and nowhere else', async () => {
    const place = { host: 'api.example', schemes: ['http', 'https'], addresses: ['127.0.0.1'] }
    const rule = { ...place, ports: [plain.port, secure.port], methods: ['GET', 'POST'] }
    const egress = { allow: [rule] }
    const door = await openTestDoor({ egress, folder: sandbox.grantDir })
    const code = tries(
      `read('http://api.example:${plain.port}/')`,
      `read('https://api.example:${secure.port}/', b'x' * 100000)[:6]`,
      `read_async('https://api.example:${secure.port}/')`,
      `read('https://evil.example/')`,
      `socket.create_connection(('127.0.0.1', ${plain.port}), 1)`,
      `socket.create_connection(('10.0.0.1', 80), 1)`,
      'socket.socket(socket.AF_UNIX)',
      "socket.socket().bind(('127.0.0.1', 0))",
      'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    )
    const [overHttp, overHttps, async, closed, loopback, outside, ...sockets] = (await answers(
      sandbox,
      code,
      door.key,
    )) as string[]
    expect([overHttp, overHttps, async]).toEqual(["'got '", "'got xx'", "'got '"])
    expect(closed).toMatch(/^OSError|^URLError/)
    expect([loopback, outside].join()).toMatch(
      /^ConnectionRefusedError ,(OSError|ConnectionRefusedError) $/,
    )
    expect(sockets).toEqual(['PermissionError ', 'PermissionError ', 'PermissionError '])
    const { requests } = await door.close()
    expect(requests).toMatchObject([
      { decision: 'allowed', status: 200 },
      { decision: 'allowed', method: 'POST', requestBytes: 100_000 },
      { decision: 'allowed', method: 'GET', status: 200 },
      { decision: 'denied', reason: 'host' },
    ])
  })

  test('says that a gateway holds a run, and gives one without it no network at all', async () => {
    const door = await openTestDoor({ egress: {}, folder: sandbox.grantDir })
    const { controls } = await run(sandbox, '1', door.key)
    expect(controls).toContain('egress-gateway')
    expect(controls).not.toContain('no-network')
    await door.close()
    expect((await run(sandbox, '1')).controls).toContain('no-network')
    const families = ['AF_INET', 'AF_INET6', 'AF_UNIX'].map(
      (name) => `socket.socket(socket.${name})`,
    )
    expect(await answers(sandbox, tries(...families))).toEqual(
      families.map(() => 'PermissionError '),
    )
  })
})

describe.each(backends)('a session of $name', ({ open }) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await open([], true)
  })
  afterAll(() => sandbox.close())

  test('reaches its gateway by one key, while a door is open to its script and not in between', async () => {
    const rule = { host: 'api.example', schemes: ['http'], addresses: ['127.0.0.1'] }
    const egress = { allow: [{ ...rule, ports: [plain.port] }] }
    const { grantDir } = sandbox
    const reserved = await openTestDoor({ egress, folder: grantDir })
    const { key } = reserved
    const { signal } = new AbortController()
    const opening = { inputs: [], files: [], limits: defaultLimits, egress: key }
    const session = await sandbox.openSession(opening, signal)
    await reserved.close()
    const ask = async (way?: JobEgress) => {
      const code = tries(`read('http://api.example:${plain.port}/')`)
      const script = { code, fileName: 'script.py', limits: defaultLimits }
      const end = await session.run({ ...script, ...(way && { egress: way }) }, { signal })
      if (end.status === 'failed') throw new Error(JSON.stringify(end.failure))
      expect(end.controls).toContain('egress-gateway')
      return 'value' in end.answer.value ? end.answer.value.value : undefined
    }
    for (const _ of [1, 2]) {
      expect(await ask()).toMatch(/RemoteDisconnected|ConnectionResetError|URLError/)
      const door = await openTestDoor({ egress, folder: grantDir, earlier: key })
      expect(await ask(key)).toBe('["\'got \'"]')
      expect(await door.close()).toMatchObject({ allowed: 1, denied: 0 })
    }
    await session.close()
  })

  test('that is opened without a network has none', async () => {
    const { signal } = new AbortController()
    const opening = { inputs: [], files: [], limits: defaultLimits }
    const session = await sandbox.openSession(opening, signal)
    const code = tries('socket.socket(socket.AF_INET)')
    const end = await session.run(
      { code, fileName: 'script.py', limits: defaultLimits },
      { signal },
    )
    expect(end).toMatchObject({ answer: { value: { value: '["PermissionError "]' } } })
    expect(end.controls).toContain('no-network')
    await session.close()
  })
})
