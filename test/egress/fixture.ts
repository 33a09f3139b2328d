import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectSecure, type TLSSocket } from 'node:tls'
import { newAuthority, openAuthority } from '../../src/egress/authority.ts'
import { parseEgress } from '../../src/egress/config.ts'
import type { Credential } from '../../src/egress/credentials.ts'
import { createGateway, type DoorKey, type OpenDoor } from '../../src/egress/gateway.ts'
import type { Resolver } from '../../src/egress/pins.ts'
import type { EgressEvidence } from '../../src/kernel/egress.ts'
import { formatIssue } from '../../src/kernel/issue.ts'

/** One request as a server saw it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly raw: readonly string[]
  readonly body: string
}

/** A server on loopback that notes what it is asked. */
export interface TestServer {
  readonly port: number
  readonly seen: Seen[]
  close(): void
}

/** Signs what test servers show. */
export const serverAuthority = openAuthority(newAuthority(Date.now()), Date.now())

export type Respond = (seen: Seen, answer: Parameters<RequestListener>[1]) => void

/** Starts a server; with `tls` it shows a certificate for that host. */
export async function startServer(respond: Respond, tls?: string): Promise<TestServer> {
  const seen: Seen[] = []
  const listener: RequestListener = async (request, answer) => {
    request.on('error', () => {})
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk)
    } catch {
      return
    }
    const { method = '', url = '', headers, rawHeaders: raw } = request
    const one = { method, url, headers, raw, body: Buffer.concat(chunks).toString() }
    seen.push(one)
    respond(one, answer)
  }
  const server: Server =
    tls === undefined
      ? createServer(listener)
      : createSecureServer(
          { SNICallback: (_name, done) => done(null, serverAuthority.contextFor(tls)) },
          listener,
        )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { port, seen, close }
}

export interface TestDoor extends Omit<OpenDoor, 'close'> {
  close(): Promise<EgressEvidence>
  readonly proxyAuthorization: string
  /** Sends bytes as they are and gives everything that comes back until the end. */
  raw(text: string | Uint8Array): Promise<string>
  /** A request to the proxy with its password; extra lines end in CR LF. */
  plain(line: string, host: string, extra?: string, body?: string): Promise<string>
  /** A tunnel, and in it TLS for `serverName`; rejects with the proxy's answer where there is no tunnel. */
  tunnel(authority: string, serverName?: string): Promise<TLSSocket>
  /** One request in a tunnel of its own. */
  secure(authority: string, text: string, serverName?: string): Promise<string>
}

export interface DoorOptions {
  readonly egress: object
  /** Names and their addresses; all others are 127.0.0.1. */
  readonly names?: { readonly [name: string]: readonly string[] }
  readonly resolve?: Resolver
  readonly credentials?: ReadonlyMap<string, Credential>
  /** Folder for the socket; by default one of its own. */
  readonly folder?: string
  /** Key of a door that is closed by now. */
  readonly earlier?: DoorKey
}

/** Opens a gateway's door. */
export async function openTestDoor(options: DoorOptions): Promise<TestDoor> {
  const policy = parseEgress(options.egress)
  if (!policy.ok) throw new Error(policy.issues.map(formatIssue).join('\n'))
  const own = options.folder === undefined ? mkdtempSync(join(tmpdir(), 'cordon-door-')) : ''
  const folder = options.folder ?? own
  const gateway = createGateway({
    policy: policy.value,
    authority: openAuthority(newAuthority(Date.now()), Date.now()),
    credentials: options.credentials ?? new Map(),
    authorities: [serverAuthority.certificate],
    resolve: options.resolve ?? (async (name) => options.names?.[name] ?? ['127.0.0.1']),
  })
  const door = await gateway.openDoor(folder, 'run_x', options.earlier)
  const { socket: path, password, certificates } = door.key
  const proxyAuthorization = `Basic ${Buffer.from(`run:${password}`).toString('base64')}`
  const raw = (text: string | Uint8Array) => exchangeBytes(connect(path), text)
  const tunnel = async (authority: string, serverName?: string): Promise<TLSSocket> => {
    const socket = connect(path)
    const head = `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: ${proxyAuthorization}\r\n\r\n`
    socket.write(head)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    if (!answer.toString().startsWith('HTTP/1.1 200')) throw new Error(answer.toString())
    const host = authority.replace(/:\d+$/, '')
    const tls = connectSecure({
      socket,
      ca: certificates,
      ...(serverName === '' ? { host } : { servername: serverName ?? host }),
      checkServerIdentity: () => undefined,
    })
    await once(tls, 'secureConnect')
    return tls
  }
  return {
    ...door,
    proxyAuthorization,
    raw,
    plain: (line, host, extra = '', body = '') =>
      raw(
        `${line} HTTP/1.1\r\nHost: ${host}\r\nProxy-Authorization: ${proxyAuthorization}\r\nConnection: close\r\n${extra}\r\n${body}`,
      ),
    tunnel,
    secure: async (authority, text, serverName) =>
      exchangeBytes(await tunnel(authority, serverName), text),
    close: async () => {
      const { evidence } = await door.close()
      if (own !== '') rmSync(own, { recursive: true, force: true })
      return evidence
    },
  }
}

/** One request by GET through a door, by its key alone. */
export function askDoor({ socket, password }: DoorKey, url: string): Promise<string> {
  const proxy = Buffer.from(`run:${password}`).toString('base64')
  const head = `GET ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n`
  return exchangeBytes(connect(socket), `${head}Proxy-Authorization: Basic ${proxy}\r\n\r\n`)
}

function exchangeBytes(socket: Socket, text: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.write(text)
  })
}
