import { Agent, type ClientRequest, request as requestPlain } from 'node:http'
import { request as requestSecure, Agent as SecureAgent } from 'node:https'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Credential } from './credentials.ts'
import type { Place } from './decide.ts'
import { type HeaderLine, valuesOf } from './headers.ts'
import { authorityOf } from './read-request.ts'

/** A request as it goes to the server. */
export interface Outgoing {
  readonly place: Place
  /** The address that the host's name was pinned to. */
  readonly address: string
  readonly method: string
  readonly pathAndQuery: string
  /** Length of the body, undefined where it goes in chunks. */
  readonly bodyBytes: number | undefined
  readonly headers: readonly HeaderLine[]
  /** The client certificate to show, by the credential's name. */
  readonly shows: string | undefined
}

/** Connections of one run to the servers it may reach; none is shared with another run. */
export class Upstream {
  private readonly plain = new Agent(pool)
  private readonly secure = new Map<string | undefined, SecureAgent>()
  private readonly contextFor: ContextFor

  constructor(contextFor: ContextFor) {
    this.contextFor = contextFor
  }

  /** Begins a request; its body is still to be written. Throws a TypeError on a header that HTTP does not allow. */
  begin(outgoing: Outgoing): ClientRequest {
    const { place, address, method, pathAndQuery, headers, shows } = outgoing
    const { scheme, host, port } = place
    const written = ['Host', authorityOf(place), ...headers.flat(), ...framingOf(outgoing)]
    const shared = { host: address, port, method, path: pathAndQuery, headers: written }
    const strict = { ...shared, insecureHTTPParser: false, maxHeaderSize }
    const servername = host.kind === 'name' ? host.text : ''
    return scheme === 'http'
      ? requestPlain({ ...strict, agent: this.plain })
      : requestSecure({ ...strict, servername, agent: this.agentFor(shows) })
  }

  close(): void {
    for (const agent of [this.plain, ...this.secure.values()]) agent.destroy()
  }

  private agentFor(shows: string | undefined): SecureAgent {
    const known = this.secure.get(shows)
    if (known !== undefined) return known
    const secureContext = this.contextFor(shows)
    const agent = new SecureAgent({ ...pool, secureContext, ALPNProtocols: ['http/1.1'] })
    this.secure.set(shows, agent)
    return agent
  }
}

/** What the gateway trusts, and shows where a credential is a client certificate. */
export type ContextFor = (credential: string | undefined) => SecureContext

/** Makes each context once, because reading all authorities takes a while. */
export function secureContexts(
  credentials: ReadonlyMap<string, Credential>,
  authorities: readonly string[],
): ContextFor {
  const made = new Map<string | undefined, SecureContext>()
  const make = (name: string | undefined) => {
    const credential = name === undefined ? undefined : credentials.get(name)
    const own =
      credential?.kind === 'client-certificate'
        ? { cert: credential.certificate, key: credential.key }
        : {}
    return createSecureContext({ ...own, ca: [...authorities], minVersion: 'TLSv1.2' })
  }
  return (name) => {
    const context = made.get(name) ?? make(name)
    made.set(name, context)
    return context
  }
}

/** What says how long the body is, where the code's own headers do not. */
function framingOf({ method, bodyBytes, headers }: Outgoing): readonly string[] {
  // For DELETE Node would write such a body without any framing, and the server would read it as a request.
  if (bodyBytes === undefined) return ['Transfer-Encoding', 'chunked']
  const isSaid = valuesOf(headers, 'content-length').length > 0
  return bodyBytes > 0 || isSaid || !['POST', 'PUT', 'PATCH'].includes(method)
    ? []
    : ['Content-Length', '0']
}

/** Shorter than servers keep idle connections, so that none is used at the moment it is closed. */
const idleMs = 4000
const pool = { keepAlive: true, timeout: idleMs, maxSockets: 128, maxFreeSockets: 64 }
const maxHeaderSize = 32 * 1024
