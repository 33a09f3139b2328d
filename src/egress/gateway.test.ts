import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type DoorOptions,
  openTestDoor,
  startServer,
  type TestDoor,
  type TestServer,
} from '../../test/egress/fixture.ts'

let plain: TestServer
let secure: TestServer
const doors: TestDoor[] = []

beforeAll(async () => {
  const respond: Parameters<typeof startServer>[0] = ({ url, body, headers }, answer) => {
    if (url.startsWith('/redirect')) {
      answer.writeHead(302, { location: decodeURIComponent(url.split('to=')[1] ?? '') }).end()
    } else if (url === '/big') answer.end('x'.repeat(5000))
    else if (url === '/drip') {
      answer.write('x'.repeat(900))
      setTimeout(() => answer.end('x'.repeat(900)), 10)
    } else if (url === '/slow') answer.write('a')
    else if (url === '/echo') {
      answer.setHeader('X-Echo', headers.authorization ?? '')
      const text = `saw ${headers.authorization} and ${body}`
      answer.write(text.slice(0, 15))
      setTimeout(() => answer.end(text.slice(15)), 10)
    } else if (url === '/gzip') {
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end('whatever')
    } else {
      answer.writeHead(200, { connection: 'close, x-hop', 'x-hop': '1', 'proxy-authenticate': 'x' })
      answer.end(`hello ${body}`)
    }
  }
  plain = await startServer(respond)
  secure = await startServer(respond, 'api.example')
})
afterAll(() => {
  plain.close()
  secure.close()
})
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close()
  plain.seen.length = 0
  secure.seen.length = 0
})

async function open(options: DoorOptions): Promise<TestDoor> {
  const door = await openTestDoor(options)
  doors.push(door)
  return door
}

const loopback = { addresses: ['127.0.0.1'] }
const rule = (extra: object = {}) => ({
  host: 'api.example',
  schemes: ['http', 'https'],
  ports: [plain.port, secure.port],
  ...loopback,
  ...extra,
})
const openRule = (extra: object = {}, more: object = {}) =>
  open({ egress: { allow: [rule(extra)], ...more } })
const status = (answer: string) => Number(answer.split(' ')[1])
const last = (door: TestDoor) => door.evidence().requests.at(-1)
const httpUrl = (path: string) => `http://api.example:${plain.port}${path}`
const httpHost = () => `api.example:${plain.port}`
const httpsHost = () => `api.example:${secure.port}`
const get = (path: string, host = httpsHost()) =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

test.each([
  ['another version of HTTP', 'HTTP/2.0', '', 400],
  ['an expectation of its own', 'HTTP/1.1', 'Expect: 200-ok\r\n', 417],
  [
    'two lengths, one of them behind thousands of headers',
    'HTTP/1.1',
    `Content-Length: 5\r\n${'a:b\r\n'.repeat(2100)}Content-Length: 5\r\n`,
    400,
  ],
  [
    'a body whose framing stands there',
    'HTTP/1.1',
    `${'a:b\r\n'.repeat(2100)}Transfer-Encoding: chunked\r\n`,
    403,
  ],
])('a request with %s is refused and recorded', async (_, version, extra, code) => {
  const door = await openRule()
  const head = `GET ${httpUrl('/')} ${version}\r\nHost: ${httpHost()}\r\nConnection: close\r\n`
  const password = `Proxy-Authorization: ${door.proxyAuthorization}\r\n`
  const answer = await door.raw(`${head}${password}${extra}\r\n5\r\nabcde\r\n0\r\n\r\n`)
  expect(status(answer)).toBe(code)
  expect(door.evidence()).toMatchObject({ allowed: 0 })
  expect(door.evidence().denied).toBeGreaterThan(0)
  expect(plain.seen).toEqual([])
})

describe('headers by which a server takes a request for another one', () => {
  test.each([
    ['X-HTTP-Method-Override', 'DELETE', 403],
    ['x-http-method', 'delete', 403],
    ['X-Method-Override', ' Put ', 403],
    ['X-HTTP-Method-Override', 'HEAD', 200],
  ])('%s: %s gets %i where GET and HEAD are allowed', async (name, value, code) => {
    const door = await openRule()
    const extra = `${name}: ${value}\r\n`
    expect(status(await door.plain(`GET ${httpUrl('/')}`, httpHost(), extra))).toBe(code)
    if (code === 403) expect(last(door)).toMatchObject({ reason: 'method' })
  })

  test.each([
    ...['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Host', 'X-Forwarded-For', 'Forwarded'],
    ...['X-Host', 'X-Real-IP', 'X-HTTP-Host-Override'],
  ])('%s does not go out', async (name) => {
    const door = await openRule()
    await door.plain(`GET ${httpUrl('/')}`, httpHost(), `${name}: /admin\r\nX-Kept: 1\r\n`)
    expect(plain.seen[0]?.headers).toHaveProperty('x-kept')
    expect(plain.seen[0]?.headers).not.toHaveProperty(name.toLowerCase())
  })
})

describe('what is allowed', () => {
  test('goes out over http and comes back, less what is for one connection alone', async () => {
    const door = await openRule()
    const extra = 'X-Mine: 1\r\nX-Secret-Hop: 1\r\nTE: trailers\r\nKeep-Alive: 5\r\n'
    const answer = await door.plain(`GET ${httpUrl('/a/../b?q=1')}`, httpHost(), extra)
    expect(status(answer)).toBe(200)
    expect(answer).toContain('hello ')
    expect(answer).not.toMatch(/x-hop|proxy-authenticate/i)
    const [seen] = plain.seen
    expect(seen).toMatchObject({ method: 'GET', url: '/b?q=1', headers: { host: httpHost() } })
    expect(seen?.headers).toMatchObject({ 'x-mine': '1', 'x-request-id': 'run_x-1' })
    expect(Object.keys(seen?.headers ?? {})).not.toContain('proxy-authorization')
    expect(Object.keys(seen?.headers ?? {})).not.toContain('te')
    expect(last(door)).toMatchObject({
      ...{ decision: 'allowed', reason: null, method: 'GET', host: 'api.example', status: 200 },
      ...{ port: plain.port, responseBytes: 6, requestBytes: 0, isRedirectDenied: false },
    })
  })

  test('goes out over https, read and judged on the way', async () => {
    const door = await openRule({ paths: ['/v1'] })
    expect(status(await door.secure(httpsHost(), get('/v1/x')))).toBe(200)
    expect(status(await door.secure(httpsHost(), get('/v2')))).toBe(403)
    expect(secure.seen.map(({ url }) => url)).toEqual(['/v1/x'])
    expect(door.evidence()).toMatchObject({ allowed: 1, denied: 1 })
    expect(last(door)).toMatchObject({ decision: 'denied', reason: 'path', status: 403 })
  })

  test.each([
    ['with a length', 'Content-Length: 4\r\n', 'body'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n', '2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n'],
    ['when told to go on', 'Content-Length: 4\r\nExpect: 100-continue\r\n', 'body'],
  ])('takes a body %s where the method has one', async (_, extra, body) => {
    const door = await openRule({ methods: ['POST'] })
    const answer = await door.plain(`POST ${httpUrl('/')}`, httpHost(), extra, body)
    expect(answer).toContain('hello body')
    expect(last(door)).toMatchObject({ status: 200, requestBytes: 4, responseBytes: 10 })
  })

  test('several requests go over one connection', async () => {
    const door = await openRule()
    const two = `${get('/1').replace('Connection: close\r\n', '')}${get('/2')}`
    const answer = await door.secure(httpsHost(), two)
    expect(answer.match(/HTTP\/1.1 200/g)).toHaveLength(2)
  })
})

describe('who may ask', () => {
  test.each([
    ['no password', () => ''],
    [
      'a wrong password',
      () => `Proxy-Authorization: Basic ${Buffer.from('run:x').toString('base64')}\r\n`,
    ],
    [
      'two passwords',
      (door: TestDoor) =>
        `Proxy-Authorization: Basic eA==\r\nProxy-Authorization: ${door.proxyAuthorization}\r\n`,
    ],
    [
      'the password of another run',
      (_: TestDoor, other: TestDoor) => `Proxy-Authorization: ${other.proxyAuthorization}\r\n`,
    ],
  ])('%s gets 407, on requests and tunnels', async (_, lineOf) => {
    const [door, other] = [await openRule(), await openRule()]
    const head = `Host: ${httpHost()}\r\nConnection: close\r\n${lineOf(door, other)}\r\n`
    expect(status(await door.raw(`GET ${httpUrl('/')} HTTP/1.1\r\n${head}`))).toBe(407)
    expect(status(await door.raw(`CONNECT ${httpsHost()} HTTP/1.1\r\n${head}`))).toBe(407)
    expect(plain.seen).toEqual([])
    expect(door.evidence()).toMatchObject({ allowed: 0, denied: 2 })
  })

  test('a closed door is gone with everything in it', async () => {
    const door = await openRule()
    const tls = await door.tunnel(httpsHost())
    const ended = new Promise((resolve) => tls.once('close', resolve))
    await door.close()
    await ended
    expect(existsSync(door.key.socket)).toBe(false)
  })
})

describe('what is denied', () => {
  test.each([
    ['another host', 'GET http://evil.example/', 'evil.example', 403, 'host'],
    ['a numeric address', 'GET http://2130706433/', '2130706433', 403, 'host'],
    ['another port', 'GET http://api.example:1/', 'api.example:1', 403, 'port'],
    ['POST', 'POST http://api.example:PORT/', 'api.example:PORT', 403, 'method'],
    ['TRACE', 'TRACE http://api.example:PORT/', 'api.example:PORT', 403, 'method'],
    ['OPTIONS', 'OPTIONS http://api.example:PORT/', 'api.example:PORT', 403, 'method'],
    ['another path', 'GET http://api.example:PORT/v2', 'api.example:PORT', 403, 'path'],
    [
      'dots out of the path',
      'GET http://api.example:PORT/v1/%2e%2e/v2',
      'api.example:PORT',
      403,
      'path',
    ],
    [
      'an escaped slash',
      'GET http://api.example:PORT/v1/..%2fv2',
      'api.example:PORT',
      400,
      'malformed',
    ],
    [
      'user information',
      'GET http://api.example:PORT@evil.example/',
      'evil.example',
      400,
      'malformed',
    ],
    ['an encoded host', 'GET http://api%2eexample:PORT/', 'api.example:PORT', 400, 'malformed'],
    ['a path alone', 'GET /v1', 'api.example:PORT', 400, 'malformed'],
    ['https in the clear', 'GET https://api.example:PORT/v1', 'api.example:PORT', 400, 'malformed'],
    ['ftp', 'GET ftp://api.example:PORT/v1', 'api.example:PORT', 400, 'malformed'],
    ['another Host', 'GET http://api.example:PORT/v1', 'evil.example', 421, 'misdirected'],
    [
      'a Host with another port',
      'GET http://api.example:PORT/v1',
      'api.example',
      421,
      'misdirected',
    ],
  ])('%s', async (_, line, host, code, reason) => {
    const door = await openRule({ paths: ['/v1'] })
    const at = (text: string) => text.replace('PORT', String(plain.port))
    const answer = await door.plain(at(line), at(host))
    expect(status(answer)).toBe(code)
    expect(last(door)).toMatchObject({ decision: 'denied', reason, status: code })
    expect(plain.seen).toEqual([])
  })

  test.each([
    ['both length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n', 'body'],
    ['a folded header', 'X-A: 1\r\n Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', 'body'],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\n', '0\r\n\r\n'],
    ['an unknown coding', 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'],
    ['two codings', 'Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'],
    ['a bad chunk', 'Transfer-Encoding: chunked\r\n', '0x4\r\nbody\r\n0\r\n\r\n'],
    ['a negative length', 'Content-Length: -4\r\n', 'body'],
    ['a bare line feed', 'X-A: 1\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n', 'body'],
    ['a second Host', 'Host: evil.example\r\n', ''],
    ['a NUL', 'X-A: a\0b\r\n', ''],
    ['too many headers', `X-A: ${'a'.repeat(20_000)}\r\n`, ''],
  ])('smuggling: %s', async (_, extra, body) => {
    const door = await openRule({ methods: ['POST'] })
    const answer = await door.plain(`POST ${httpUrl('/')}`, httpHost(), extra, body)
    expect(status(answer)).toBeGreaterThanOrEqual(400)
    expect(plain.seen.filter(({ body: text }) => text !== '')).toEqual([])
    expect(door.evidence()).not.toMatchObject({ allowed: 1, requests: [{ reason: null }] })
  })

  test.each(['DELETE', 'POST', 'PUT', 'PATCH'])(
    'smuggling: a request inside the chunks of a %s stays a body',
    async (method) => {
      const door = await openRule({ methods: [method] })
      const inner = `${method} /hidden HTTP/1.1\r\nHost: ${httpHost()}\r\n\r\n`
      const body = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`
      const extra = 'Transfer-Encoding: chunked\r\n'
      await door.plain(`${method} ${httpUrl('/seen')}`, httpHost(), extra, body)
      await door.plain(`${method} ${httpUrl('/next')}`, httpHost())
      expect(plain.seen.map(({ url, body: text }) => [url, text])).toEqual([
        ['/seen', inner],
        ['/next', ''],
      ])
    },
  )

  test('an upgrade to another protocol is not passed on', async () => {
    const door = await openRule()
    const extra =
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n'
    await door.plain(`GET ${httpUrl('/')}`, httpHost(), extra)
    const names = Object.keys(plain.seen[0]?.headers ?? {})
    expect(names).not.toEqual(expect.arrayContaining(['upgrade']))
    expect(names).not.toEqual(expect.arrayContaining(['http2-settings']))
  })

  test.each(['http://evil.example/', 'https://evil.example/', '*', '//evil.example/../x'])(
    'a target %s inside a tunnel',
    async (target) => {
      const door = await openRule()
      expect(status(await door.secure(httpsHost(), get(target)))).toBe(400)
      expect(secure.seen).toEqual([])
    },
  )

  test('HTTP/1.0 without a Host', async () => {
    const door = await openRule()
    const head = `GET ${httpUrl('/')} HTTP/1.0\r\nProxy-Authorization: ${door.proxyAuthorization}\r\n\r\n`
    expect(status(await door.raw(head))).toBe(400)
  })

  test('a body where none is expected', async () => {
    const door = await openRule()
    const answer = await door.plain(
      `GET ${httpUrl('/')}`,
      httpHost(),
      'Content-Length: 4\r\n',
      'body',
    )
    expect(status(answer)).toBe(403)
    expect(last(door)).toMatchObject({ reason: 'body' })
  })

  test.each([
    ['another server name', httpsHost, 'evil.example', httpsHost],
    ['no server name', httpsHost, '', httpsHost],
    ['another Host', httpsHost, 'api.example', () => 'evil.example'],
    ['a Host with another port', httpsHost, 'api.example', () => 'api.example'],
  ])('a tunnel with %s is misdirected', async (_, authority, serverName, host) => {
    const door = await openRule()
    expect(status(await door.secure(authority(), get('/', host()), serverName))).toBe(421)
    expect(last(door)).toMatchObject({ reason: 'misdirected' })
    expect(secure.seen).toEqual([])
  })

  test.each([
    'evil.example:443',
    'api.example:1',
    'api.example',
    '127.0.0.1:1',
    'a@api.example:443',
  ])('a tunnel to %s', async (authority) => {
    const door = await openRule()
    await expect(door.tunnel(authority)).rejects.toThrow(/HTTP\/1.1 40[03] Refused by Cordon/)
    expect(last(door)).toMatchObject({ decision: 'denied', method: 'CONNECT' })
  })

  test('a tunnel inside a tunnel', async () => {
    const door = await openRule()
    const inner = `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n`
    expect(await door.secure(httpsHost(), inner)).not.toContain('200')
  })

  test('bytes that are no TLS in a tunnel', async () => {
    const door = await openRule()
    const head = `CONNECT ${httpsHost()} HTTP/1.1\r\nHost: x\r\nProxy-Authorization: ${door.proxyAuthorization}\r\n\r\n`
    const answer = await door.raw(`${head}GET / HTTP/1.1\r\nHost: ${httpsHost()}\r\n\r\n`)
    expect(answer).not.toContain('hello')
    expect(secure.seen).toEqual([])
  })
})

describe('addresses', () => {
  test.each([
    ['a private one', ['10.0.0.1'], 'address'],
    ['a metadata service', ['169.254.169.254'], 'address'],
    ['a mapped one', ['::ffff:169.254.169.254'], 'address'],
    ['one public and one private', ['93.184.216.34', '192.168.0.1'], 'address'],
    ['the gateway itself by another loopback address', ['127.0.0.2'], 'address'],
    ['none', [], 'unresolved'],
    ['something that is none', ['localhost'], 'address'],
  ])('a name that means %s is not connected to', async (_, addresses, reason) => {
    const door = await open({ egress: { allow: [rule()] }, names: { 'api.example': addresses } })
    await door.plain(`GET ${httpUrl('/')}`, httpHost())
    expect(last(door)).toMatchObject({ decision: 'denied', reason })
  })

  test('metadata stays closed though the policy names its address', async () => {
    const allow = [{ host: '169.254.169.254', schemes: ['http'], addresses: ['169.254.0.0/16'] }]
    const door = await open({ egress: { allow } })
    await door.plain('GET http://169.254.169.254/latest/', '169.254.169.254')
    expect(last(door)).toMatchObject({ decision: 'denied', reason: 'address' })
  })

  test('a name is resolved once and means the same ever after', async () => {
    const names: Record<string, string[]> = { 'api.example': ['127.0.0.1'] }
    const door = await open({ egress: { allow: [rule()] }, names })
    expect(status(await door.plain(`GET ${httpUrl('/')}`, httpHost()))).toBe(200)
    names['api.example'] = ['169.254.169.254']
    expect(status(await door.plain(`GET ${httpUrl('/')}`, httpHost()))).toBe(200)
    expect(plain.seen).toHaveLength(2)
  })
})

describe('redirects', () => {
  test.each([
    ['http://169.254.169.254/', true],
    ['//evil.example/', true],
    ['file:///etc/passwd', true],
    ['/v2', true],
    ['/redirect/next', false],
  ])('to %s: denied %s, and told to the code either way', async (to, isRedirectDenied) => {
    const door = await openRule({ paths: ['/redirect'] })
    const answer = await door.plain(`GET ${httpUrl(`/redirect?to=${to}`)}`, httpHost())
    expect(status(answer)).toBe(302)
    expect(last(door)).toMatchObject({ decision: 'allowed', isRedirectDenied })
  })
})

describe('limits', () => {
  test('a body that turns out too long is cut off', async () => {
    const door = await openRule({ methods: ['POST'], request: 10 })
    const chunk = 'f\r\n123456789012345\r\n'
    const body = `${chunk}${chunk}0\r\n\r\n`
    const answer = await door.plain(
      `POST ${httpUrl('/')}`,
      httpHost(),
      'Transfer-Encoding: chunked\r\n',
      body,
    )
    expect(answer).not.toContain('hello')
    expect(last(door)).toMatchObject({ reason: 'request-size' })
    expect(plain.seen).toEqual([])
  })

  test('an answer that says it is too long is refused, one that turns out so is cut off', async () => {
    const door = await openRule({ response: 1000 })
    expect(status(await door.plain(`GET ${httpUrl('/big')}`, httpHost()))).toBe(502)
    expect(last(door)).toMatchObject({ reason: 'response-size', status: 502 })
    const answer = await door.plain(`GET ${httpUrl('/drip')}`, httpHost())
    expect(answer.length).toBeLessThan(1500)
    expect(answer).not.toMatch(/0\r\n\r\n$/)
    expect(last(door)).toMatchObject({ reason: 'response-size' })
  })

  test('a server that takes too long is left', async () => {
    const door = await openRule({}, { limits: { timeout: '200ms' } })
    const answer = await door.plain(`GET ${httpUrl('/slow')}`, httpHost())
    expect(answer).not.toMatch(/0\r\n\r\n$/)
    expect(last(door)).toMatchObject({ reason: 'timeout' })
  })

  test('a name that takes too long to resolve has no address', async () => {
    const never = new Promise<readonly string[]>(() => {})
    const door = await open({
      egress: { allow: [rule()], limits: { timeout: '50ms' } },
      resolve: () => never,
    })
    expect(status(await door.plain(`GET ${httpUrl('/')}`, httpHost()))).toBe(502)
    expect(last(door)).toMatchObject({ decision: 'denied', reason: 'unresolved' })
  })

  test('a request whose code has gone away is given up', async () => {
    const door = await openRule()
    const tls = await door.tunnel(httpsHost())
    tls.write(get('/slow'))
    await expect.poll(() => secure.seen.length).toBe(1)
    tls.destroy()
    await expect
      .poll(() => last(door))
      .toMatchObject({ decision: 'allowed', reason: 'unreachable' })
  })

  test('a closed door gives the evidence of what was under way', async () => {
    const door = await openRule()
    const tls = await door.tunnel(httpsHost())
    tls.on('error', () => {})
    tls.write(get('/slow'))
    await expect.poll(() => secure.seen.length).toBe(1)
    expect(await door.close()).toMatchObject({ allowed: 1, requests: [{ reason: 'unreachable' }] })
  })

  test('more requests than the policy allows get 429', async () => {
    const door = await openRule({}, { limits: { rate: 2 } })
    const codes: number[] = []
    for (let i = 0; i < 3; i++)
      codes.push(status(await door.plain(`GET ${httpUrl('/')}`, httpHost())))
    expect(codes).toEqual([200, 200, 429])
  })

  test('a tunnel in which TLS never stands is recorded', async () => {
    const door = await openRule()
    const connect = `CONNECT ${httpsHost()} HTTP/1.1\r\nHost: ${httpsHost()}\r\nProxy-Authorization: ${door.proxyAuthorization}\r\n\r\n`
    await door.raw(`${connect}GET / HTTP/1.1\r\n\r\n`)
    await expect
      .poll(() => last(door))
      .toMatchObject({
        ...{ decision: 'denied', reason: 'handshake', method: 'CONNECT', host: 'api.example' },
      })
    expect(secure.seen).toEqual([])
  })

  test('more tunnels than the policy allows requests get 429', async () => {
    const door = await openRule({}, { limits: { rate: 2 } })
    for (let i = 0; i < 2; i++) (await door.tunnel(httpsHost())).destroy()
    await expect(door.tunnel(httpsHost())).rejects.toThrow('HTTP/1.1 429')
  })

  test('more connections than the policy allows wait for their turn', async () => {
    const door = await openRule({}, { limits: { connections: 1 } })
    const tls = await door.tunnel(httpsHost())
    const answers = [1, 2].map(() => door.plain(`GET ${httpUrl('/')}`, httpHost()))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(plain.seen).toEqual([])
    tls.destroy()
    expect((await Promise.all(answers)).map(status)).toEqual([200, 200])
  })

  test('a connection that is kept for later makes room for one that waits', async () => {
    const door = await openRule({}, { limits: { connections: 1 } })
    const kept = door.raw(
      `GET ${httpUrl('/echo')} HTTP/1.1\r\nHost: ${httpHost()}\r\nProxy-Authorization: ${door.proxyAuthorization}\r\n\r\n`,
    )
    await expect.poll(() => door.evidence().allowed).toBe(1)
    expect(status(await door.plain(`GET ${httpUrl('/')}`, httpHost()))).toBe(200)
    expect(status(await kept)).toBe(200)
  })

  test('a connection that waits too long is told so', async () => {
    const door = await openRule({}, { limits: { connections: 1, timeout: '200ms' } })
    const tls = await door.tunnel(httpsHost())
    const answer = await door.plain(`GET ${httpUrl('/')}`, httpHost())
    expect(answer).toContain('503 Refused by Cordon: more connections than the policy allows')
    expect(last(door)).toMatchObject({ decision: 'denied', reason: 'connections', status: 503 })
    tls.destroy()
  })

  test('headers that never end are cut off, before a tunnel and in it', async () => {
    const door = await openRule({}, { limits: { timeout: '200ms' } })
    const tls = await door.tunnel(httpsHost())
    tls.write('GET / HTTP/1.1\r\nHost: ')
    tls.resume()
    const ends = [door.raw(`GET ${httpUrl('/')} HTTP/1.1\r\nHost: `), once(tls, 'close')]
    await expect(Promise.all(ends)).resolves.toHaveLength(2)
  })

  test('evidence is bounded, complete in number, and no denied requests push out an allowed one', async () => {
    const door = await openRule()
    for (let i = 0; i < 300; i++) await door.plain(`GET http://evil.example/${i}`, 'evil.example')
    await door.plain(`GET ${httpUrl('/')}`, httpHost())
    expect(door.evidence().requests).toHaveLength(257)
    expect(door.evidence()).toMatchObject({ allowed: 1, denied: 300 })
    expect(last(door)).toMatchObject({ decision: 'allowed', host: 'api.example' })
  })
})
