import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  openTestDoor,
  serverAuthority,
  startServer,
  type TestDoor,
  type TestServer,
} from '../../test/egress/fixture.ts'
import { readServerName } from './server-name.ts'

let server: TestServer
let door: TestDoor
beforeAll(async () => {
  server = await startServer((_, answer) => void answer.end('hello'), 'api.example')
  const rule = { host: 'api.example', ports: [server.port], 'pass-through': true }
  door = await openTestDoor({
    egress: {
      allow: [
        { ...rule, addresses: ['127.0.0.1'] },
        { ...rule, host: 'closed.example' },
      ],
    },
  })
})
afterAll(() => {
  door.close()
  server.close()
})

/** Opens a tunnel and gives its socket, or the proxy's refusal. */
async function tunnel(host: string) {
  const socket = connect(door.key.socket)
  const authority = `${host}:${server.port}`
  socket.write(
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: ${door.proxyAuthorization}\r\n\r\n`,
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return { socket, answer: answer.toString() }
}

describe('what passes through unread', () => {
  test('ends at the server itself, whose own certificate the code sees', async () => {
    const { socket } = await tunnel('api.example')
    const tls = connectSecure({
      socket,
      servername: 'api.example',
      ca: serverAuthority.certificate,
    })
    await once(tls, 'secureConnect')
    tls.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    const [chunk] = (await once(tls, 'data')) as [Buffer]
    expect(chunk.toString()).toContain('200 OK')
    tls.destroy()
    await once(socket, 'close')
    await expect
      .poll(() => door.evidence().requests.at(-1))
      .toMatchObject({
        ...{ decision: 'allowed', reason: null, method: 'CONNECT', host: 'api.example' },
      })
  })

  test.each([
    ['another server name', 'evil.example'],
    ['no server name', ''],
  ])('is cut off with %s', async (_, servername) => {
    const { socket } = await tunnel('api.example')
    const before = server.seen.length
    const tls = connectSecure({
      socket,
      servername,
      ca: serverAuthority.certificate,
      host: '127.0.0.1',
    })
    tls.on('error', () => {})
    await new Promise((resolve) => socket.once('close', resolve))
    expect(server.seen).toHaveLength(before)
    await expect
      .poll(() => door.evidence().requests.at(-1))
      .toMatchObject({ reason: 'misdirected' })
  })

  test('is cut off where it is no TLS', async () => {
    const { socket } = await tunnel('api.example')
    socket.write('GET / HTTP/1.1\r\nHost: api.example\r\n\r\n')
    await once(socket, 'close')
    await expect
      .poll(() => door.evidence().requests.at(-1))
      .toMatchObject({ reason: 'misdirected' })
  })

  test('goes to open addresses only', async () => {
    const { answer } = await tunnel('closed.example')
    expect(answer).toContain('HTTP/1.1 403 Refused by Cordon: the host has an address')
  })
})

/** The first bytes of a client that wants a host. */
async function helloFor(servername: string): Promise<Buffer> {
  const listener = createServer()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const accepted = once(listener, 'connection')
  const client = connectSecure({
    port: (listener.address() as AddressInfo).port,
    host: '127.0.0.1',
    servername,
  })
  client.on('error', () => {})
  const [socket] = await accepted
  const [hello] = await once(socket, 'data')
  client.destroy()
  socket.destroy()
  listener.close()
  return hello
}

describe('readServerName', () => {
  test('reads what a real client sends, and waits while some of it is missing', async () => {
    const hello = await helloFor('api.example')
    expect(readServerName(hello)).toEqual({ status: 'read', serverName: 'api.example' })
    expect(readServerName(await helloFor(''))).toEqual({ status: 'read', serverName: undefined })
    for (let end = 0; end < hello.length; end++) {
      expect(readServerName(hello.subarray(0, end)).status).toBe('incomplete')
    }
  })

  test('reads a hello that is spread over records', async () => {
    const hello = await helloFor('api.example')
    const record = (part: Buffer) =>
      Buffer.concat([Uint8Array.of(22, 3, 1, part.length >> 8, part.length & 255), part])
    const [first, second] = [hello.subarray(5, 105), hello.subarray(105)]
    const split = Buffer.concat([record(first), record(second)])
    expect(readServerName(split)).toEqual({ status: 'read', serverName: 'api.example' })
  })

  test('takes no garbage for a name and never throws', async () => {
    const hello = await helloFor('api.example')
    fc.assert(
      fc.property(fc.nat(hello.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(hello)
        changed[at] = byte
        expect(['read', 'incomplete', 'malformed']).toContain(readServerName(changed).status)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        if (bytes[0] !== 22) expect(readServerName(bytes).status).toBe('malformed')
        else expect(readServerName(bytes).status).not.toBe('read')
      }),
    )
  })
})
