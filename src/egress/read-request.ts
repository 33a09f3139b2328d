import type { IncomingMessage } from 'node:http'
import type { EgressRequest, Place } from './decide.ts'
import type { Refusal } from './evidence.ts'
import { bodyLength, type HeaderLine, headerLines, valuesOf } from './headers.ts'
import { type Host, readAuthority, readHost, writeHost } from './host.ts'
import { readTarget } from './path.ts'

/** As much of a request as is known. */
export type About = Partial<Pick<EgressRequest, 'method' | 'host' | 'port' | 'target'>>

/** Why something is not taken, with the status that says so. */
export interface Refused {
  readonly status: 'refused'
  readonly reason: Refusal
  readonly code: number
  readonly about: About
}

/** A request in the one way it can be read, or why it is not taken. */
export type Reading =
  | Refused
  | {
      readonly status: 'read'
      readonly request: EgressRequest
      readonly lines: readonly HeaderLine[]
    }

/** Reads a request to the proxy itself, which names its server in the request line (RFC 9112 section 3.2.2). */
export function readProxied(incoming: IncomingMessage): Reading {
  const match = /^http:\/\/([^/?#]*)([^#]*)$/i.exec(incoming.url ?? '')
  const authority = readAuthority(match?.[1] ?? '')
  if (match === null || authority === undefined) return refused('malformed', 400)
  const place: Place = { scheme: 'http', host: authority.host, port: authority.port ?? 80 }
  const rest = match[2] ?? ''
  const text = rest.startsWith('/') ? rest : `/${rest}`
  return readRequest({ incoming, place, text, authority: match[1] ?? '' })
}

/** Reads a request inside a tunnel, which must be for the place that the tunnel leads to. */
export function readTunnelled(incoming: IncomingMessage, place: Place): Reading {
  return readRequest({ incoming, place, text: incoming.url ?? '' })
}

/** Host and port as a `Host` header writes them, without the scheme's usual port. */
export function authorityOf({ scheme, host, port }: Place): string {
  const usual = scheme === 'https' ? 443 : 80
  return port === usual ? writeHost(host) : `${writeHost(host)}:${port}`
}

export function refused(reason: Refusal, code: number, about: About = {}): Refused {
  return { status: 'refused', reason, code, about }
}

/** True where a server name (SNI) is a host's; a connection to an address has none (RFC 6066 section 3). */
export function isNameOf(serverName: string | undefined, host: Host): boolean {
  if (serverName === undefined) return host.kind === 'address'
  return host.kind === 'name' && readHost(serverName)?.text === host.text
}

/** By these, frameworks take a request for one with another method. */
const overrideHeaders = ['x-http-method-override', 'x-http-method', 'x-method-override']

interface Unread {
  readonly incoming: IncomingMessage
  readonly place: Place
  /** Path and query as they were sent. */
  readonly text: string
  /** The place as the request line wrote it, where it did. */
  readonly authority?: string
}

function readRequest({ incoming, place, text, authority }: Unread): Reading {
  const lines = headerLines(incoming.rawHeaders)
  const about = { ...place, method: incoming.method ?? '' }
  const hosts = valuesOf(lines, 'host')
  const body = bodyLength(lines)
  const target = readTarget(text)
  const isVersion1 = incoming.httpVersionMajor === 1
  if (!isVersion1 || hosts.length !== 1 || body === undefined || target === undefined) {
    return refused('malformed', 400, about)
  }
  const [named = ''] = hosts
  // What is written alike was read already.
  const isWrittenAlike = named === (authority ?? authorityOf(place))
  if (!isWrittenAlike && !isSamePlace(named, place)) return refused('misdirected', 421, about)
  const headerNames = lines.map(([name]) => name.toLowerCase())
  const otherMethods = overrideHeaders
    .flatMap((name) => valuesOf(lines, name))
    .map((method) => method.trim().toUpperCase())
  const request = { ...about, otherMethods, target, headerNames, bodyBytes: body.bytes }
  return { status: 'read', request, lines }
}

function isSamePlace(text: string, { scheme, host, port }: Place): boolean {
  const named = readAuthority(text)
  const usual = scheme === 'https' ? 443 : 80
  return named !== undefined && named.host.text === host.text && (named.port ?? usual) === port
}
