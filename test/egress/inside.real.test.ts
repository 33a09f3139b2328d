import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../sandbox/fixture.ts'
import { openTestDoor, startServer, type TestDoor, type TestServer } from './fixture.ts'

let box: TestSandbox
let plain: TestServer
let secure: TestServer
let door: TestDoor

beforeAll(async () => {
  box = await openTestSandbox(undefined, { canEgress: true })
  const respond: Parameters<typeof startServer>[0] = ({ url, body }, answer) => {
    if (url === '/table.csv') answer.end('name,value\na,1\nb,2\n')
    else if (url === '/large') answer.end('x'.repeat(3_000_000))
    else if (url.startsWith('/move')) answer.writeHead(302, { location: url.slice(5) }).end()
    else answer.end(`hello ${body}`)
  }
  plain = await startServer(respond)
  secure = await startServer(respond, 'api.example')
  const ports = [plain.port, secure.port]
  door = await openTestDoor({
    egress: {
      allow: [
        {
          ...{ host: 'api.example', schemes: ['http', 'https'], ports, addresses: ['127.0.0.1'] },
          ...{ methods: ['GET', 'HEAD', 'POST'], paths: ['/'] },
        },
      ],
    },
    folder: box.sandbox.grantDir,
  })
})
afterAll(async () => {
  door.close()
  plain.close()
  secure.close()
  await box.sandbox.close()
})

const run = (code: string) => box.plain(code, { egress: door.key })
const http = (path = '/') => `http://api.example:${plain.port}${path}`
const https = (path = '/') => `https://api.example:${secure.port}${path}`

describe('a run with egress', () => {
  test('reads over http and https with urllib', async () => {
    const read = (url: string) => `urllib.request.urlopen("${url}").read().decode()`
    expect(await run(`import urllib.request\n[${read(http())}, ${read(https())}]`)).toEqual([
      'hello ',
      'hello ',
    ])
  })

  test('posts', async () => {
    const code = `import urllib.request\nurllib.request.urlopen("${https()}", data=b"x=1").read().decode()`
    expect(await run(code)).toBe('hello x=1')
  })

  test('reads a table from an address with pandas', async () => {
    expect(
      await run(`import pandas as pd\nint(pd.read_csv("${https('/table.csv')}")["value"].sum())`),
    ).toBe(3)
  })

  test('reads megabytes, whole', async () => {
    const code = `import urllib.request\nlen(urllib.request.urlopen("${https('/large')}").read())`
    expect(await run(code)).toBe(3_000_000)
  })

  test('is told why a request is denied', async () => {
    const code = `import urllib.request\nurllib.request.urlopen("https://evil.example/")`
    expect(await box.failure(code, { egress: door.key })).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('the policy allows no such host'),
      line: 2,
    })
  })

  test('follows a redirect to no place that is closed', async () => {
    const code = `import urllib.request\nurllib.request.urlopen("${http('/movehttp://127.0.0.1:1/')}")`
    expect(await box.failure(code, { egress: door.key })).toMatchObject({ kind: 'error' })
    expect(door.evidence().requests.at(-1)).toMatchObject({ decision: 'denied', reason: 'host' })
  })

  test('says that a gateway holds it, and nothing else less', async () => {
    const { controls } = await box.report('1', { egress: door.key })
    expect(controls).toContain('egress-gateway')
    expect(controls).not.toContain('no-network')
    const without = await box.report('1')
    expect(without.controls).toContain('no-network')
    expect(without.controls.length).toBe(controls.length)
  })

  test('can have one process and still its forwarder', async () => {
    const limits = { processes: 1 }
    const code = `import urllib.request\nurllib.request.urlopen("${http()}").status`
    expect(await box.plain(code, { egress: door.key, limits })).toBe(200)
  })
})

/** Runs an expression and gives the name of the error it raises, or its value. */
const attempt = (expression: string, before = '') =>
  `import os, socket\n${before}\ntry: result = repr(${expression})\nexcept BaseException as e: result = type(e).__name__ + ' ' + str(getattr(e, 'errno', ''))`

describe('the only way out is the gateway', () => {
  test.each([
    'socket.socket(socket.AF_UNIX)',
    'socket.socketpair()',
    'socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)',
    'socket.socket(socket.AF_PACKET, socket.SOCK_RAW)',
    'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    'socket.socket(socket.AF_INET, socket.SOCK_RAW)',
    'socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)',
    'socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)',
    'socket.socket().bind(("127.0.0.1", 0))',
    'socket.socket().listen()',
    'socket.socket().accept()',
    'socket.socket().setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")',
    'socket.socket().setsockopt(socket.IPPROTO_TCP, 31, b"tls")',
    'os.kill(2, 9)',
  ])('%s is refused', async (expression) => {
    expect(await run(attempt(expression))).toBe('PermissionError 1')
  })

  test('nothing outside answers', async () => {
    let heard = 0
    const server = createServer(() => heard++).listen(0, '0.0.0.0')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    for (const host of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '8.8.8.8']) {
      const code = attempt(
        `s.connect(("${host}", ${port}))`,
        's = socket.socket(); s.settimeout(1)',
      )
      expect(await run(code)).toMatch(/^(ConnectionRefusedError 111|OSError 101)$/)
    }
    expect(heard).toBe(0)
    server.close()
  })

  test('names are not looked up inside', async () => {
    const code = 'import socket\nsocket.getaddrinfo("example.com", 80)'
    expect(await box.failure(code, { egress: door.key })).toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining('through its proxy only'),
    })
  })

  test('the sockets of runs cannot be seen', async () => {
    expect(await run('import os\nos.listdir("/grants")')).toEqual([])
    expect(await run('import os\nos.path.exists("/proc/2")')).toBe(false)
  })

  test('a run without egress in the same sandbox has no network at all', async () => {
    for (const family of ['AF_INET', 'AF_INET6', 'AF_UNIX']) {
      expect(await box.plain(attempt(`socket.socket(socket.${family})`))).toBe('PermissionError 1')
    }
    expect(await box.plain('import os\n"http_proxy" in os.environ')).toBe(false)
  })

  test('a sandbox that was not opened for it refuses a job with egress', async () => {
    const other = await openTestSandbox()
    const own = await openTestDoor({ egress: {}, folder: other.sandbox.grantDir })
    await expect(other.report('1', { egress: own.key })).rejects.toThrow('could not be locked in')
    own.close()
    await other.sandbox.close()
  })

  test('a door that lies elsewhere is refused', async () => {
    const elsewhere = await openTestDoor({ egress: {} })
    await expect(box.report('1', { egress: elsewhere.key })).rejects.toThrow('not in the grants')
    elsewhere.close()
  })
})
