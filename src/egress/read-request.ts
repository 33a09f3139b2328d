import type { IncomingMessage } from 'node:http'
import type { EgressRequest, Place } from './decide.ts'
import type { Refusal } from './evidence.ts'
import { bodyLength, headerLines, valuesOf } from './headers.ts'
import { type Host, readAuthority, readHost } from './host.ts'
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
export type Reading = Refused | { readonly status: 'read'; readonly request: EgressRequest }

/** Reads a request to the proxy itself, which names its server in the request line (RFC 9112 section 3.2.2). */
export function readProxied(incoming: IncomingMessage): Reading {
  const match = /^http:\/\/([^/?#]*)([^#]*)$/i.exec(incoming.url ?? '')
  const authority = readAuthority(match?.[1] ?? '')
  if (match === null || authority === undefined) return refused('malformed', 400)
  const place: Place = { scheme: 'http', host: authority.host, port: authority.port ?? 80 }
  const rest = match[2] ?? ''
  return readRequest(incoming, place, rest.startsWith('/') ? rest : `/${rest}`)
}

/** Reads a request inside a tunnel, which must be for the place that the tunnel leads to. */
export function readTunnelled(incoming: IncomingMessage, place: Place): Reading {
  return readRequest(incoming, place, incoming.url ?? '')
}

export function refused(reason: Refusal, code: number, about: About = {}): Refused {
  return { status: 'refused', reason, code, about }
}

/** True where a server name (SNI) is a host's; a connection to an address has none (RFC 6066 section 3). */
export function isNameOf(serverName: string | undefined, host: Host): boolean {
  if (serverName === undefined) return host.kind === 'address'
  return host.kind === 'name' && readHost(serverName)?.text === host.text
}

function readRequest(incoming: IncomingMessage, place: Place, text: string): Reading {
  const lines = headerLines(incoming.rawHeaders)
  const about = { ...place, method: incoming.method ?? '' }
  const hosts = valuesOf(lines, 'host')
  const body = bodyLength(lines)
  const target = readTarget(text)
  if (hosts.length !== 1 || body === undefined || target === undefined) {
    return refused('malformed', 400, about)
  }
  if (!isSamePlace(hosts[0] ?? '', place)) return refused('misdirected', 421, about)
  const headerNames = lines.map(([name]) => name.toLowerCase())
  return { status: 'read', request: { ...about, target, headerNames, bodyBytes: body.bytes } }
}

function isSamePlace(text: string, { scheme, host, port }: Place): boolean {
  const named = readAuthority(text)
  const usual = scheme === 'https' ? 443 : 80
  return named !== undefined && named.host.text === host.text && (named.port ?? usual) === port
}
