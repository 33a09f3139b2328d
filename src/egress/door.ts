import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Authority } from './authority.ts'
import type { Credential } from './credentials.ts'
import { decide, decideConnection, type EgressRequest, type Place } from './decide.ts'
import { digestOf, type EgressEvidence, EvidenceLog, type Refusal } from './evidence.ts'
import { exchange, leadsAstray } from './exchange.ts'
import { endToEnd, type HeaderLine, headerLines, valuesOf } from './headers.ts'
import { readAuthority } from './host.ts'
import { passThrough } from './pass-through.ts'
import { Pins, type Resolver } from './pins.ts'
import type { EgressPolicy, EgressRule } from './policy.ts'
import { Rate } from './rate.ts'
import {
  type About,
  isNameOf,
  type Reading,
  type Refused,
  readProxied,
  readTunnelled,
  refused,
} from './read-request.ts'
import { redactionOf } from './redact.ts'
import { refuse, writtenRefusal } from './refusal.ts'
import { type ContextFor, Upstream } from './upstream.ts'

export interface DoorParts {
  readonly policy: EgressPolicy
  readonly authority: Authority
  readonly credentials: ReadonlyMap<string, Credential>
  readonly resolve: Resolver
  readonly contextFor: ContextFor
  /** What every connection of the run must show. */
  readonly token: string
  /** Begins the ids of requests. */
  readonly name: string
}

/** One run's way out: an HTTP proxy that reads what goes through it, on a server that is yet to listen. */
export class Door {
  readonly server: Server
  private readonly inner: Server
  private readonly parts: DoorParts
  private readonly log = new EvidenceLog()
  private readonly pins: Pins
  private readonly rate: Rate
  private readonly upstream: Upstream
  private readonly tunnels = new WeakMap<object, Tunnel>()
  private readonly open = new Set<Duplex>()
  private requests = 0

  constructor(parts: DoorParts) {
    this.parts = parts
    this.pins = new Pins(parts.resolve)
    this.rate = new Rate(parts.policy.limits.requestsPerMinute, () => performance.now())
    this.upstream = new Upstream(parts.contextFor)
    this.server = this.makeServer((incoming) =>
      this.isAuthorized(incoming) ? readProxied(incoming) : refused('token', 407),
    )
    this.inner = this.makeServer((incoming) => this.readInTunnel(incoming))
    this.server.maxConnections = parts.policy.limits.connections
    this.server.on('connect', (incoming, socket, head) => this.connect(incoming, socket, head))
  }

  get evidence(): EgressEvidence {
    return this.log.evidence
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
    this.inner.closeAllConnections()
    for (const socket of this.open) socket.destroy()
    this.upstream.close()
  }

  private makeServer(read: (incoming: IncomingMessage) => Reading): Server {
    const { timeoutMs } = this.parts.policy.limits
    const server = createServer({
      insecureHTTPParser: false,
      requireHostHeader: true,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      keepAliveTimeout: keepAliveMs,
    })
    const take = (incoming: IncomingMessage, answer: ServerResponse) => {
      this.handle(read(incoming), incoming, answer).catch(() => answer.destroy())
    }
    server.on('request', take)
    server.on('checkContinue', take)
    server.on('clientError', (error, socket) => {
      // The parser's errors; what else ends here is a connection that broke.
      if ('code' in error && String(error.code).startsWith('HPE_')) this.note({}, 'malformed', 400)
      if (socket.writable) socket.end(writtenRefusal(400, 'malformed'))
      else socket.destroy()
    })
    return server
  }

  private async handle(
    reading: Reading,
    incoming: IncomingMessage,
    answer: ServerResponse,
  ): Promise<void> {
    const deny = (about: About, reason: Refusal, code: number) => {
      this.note(about, reason, code)
      refuse(answer, code, reason)
    }
    if (reading.status === 'refused') return deny(reading.about, reading.reason, reading.code)
    const { request } = reading
    if (!this.rate.take()) return deny(request, 'rate', 429)
    const decision = decide(request, this.parts.policy.rules)
    if (decision.verdict === 'deny') return deny(request, decision.reason, 403)
    const { rule } = decision
    const pinned = await this.pins.pin(request.host, rule.addresses)
    if (pinned.status === 'unresolved') return deny(request, 'unresolved', 502)
    if (pinned.status === 'closed') return deny(request, 'address', 403)
    await this.forward({ request, rule, address: pinned.address, incoming, answer })
  }

  private async forward({ request, rule, address, incoming, answer }: Allowed): Promise<void> {
    const added = await this.credentialFor(rule)
    const { method, target, bodyBytes } = request
    const outgoing = this.upstream.begin({
      ...{ place: request, address, method, headers: this.headersFor(incoming, added) },
      pathAndQuery: target.path + target.query,
      shows: added.shows,
    })
    if (bodyBytes !== 0 && incoming.headers.expect !== undefined) answer.writeContinue()
    const redaction = added.secrets.length > 0 ? redactionOf(added.secrets) : undefined
    const { rules, limits } = this.parts.policy
    const { location, ...end } = await exchange({
      ...{ incoming, answer, outgoing, rule, redaction },
      timeoutMs: limits.timeoutMs,
    })
    const isRedirectDenied = location !== undefined && leadsAstray(location, request, rules)
    this.log.add({ decision: 'allowed', ...aboutOf(request), ...end, isRedirectDenied })
  }

  private async credentialFor(rule: EgressRule): Promise<Added> {
    const { credential: name } = rule
    if (name === undefined) return { lines: [], secrets: [], shows: undefined }
    const credential = this.parts.credentials.get(name)
    if (credential === undefined) throw new TypeError('a rule names a credential that is not there')
    if (credential.kind === 'client-certificate') return { lines: [], secrets: [], shows: name }
    const { value, secrets } = await credential.now()
    return { lines: [[credential.header, value]], secrets, shows: undefined }
  }

  /** The code's own headers, less those that are the gateway's to say. */
  private headersFor(incoming: IncomingMessage, { lines, secrets }: Added): HeaderLine[] {
    this.requests += 1
    const ours: HeaderLine[] = [['X-Request-Id', `${this.parts.name}-${this.requests}`], ...lines]
    // A compressed or partial answer could show a secret that nobody sees here.
    if (secrets.length > 0) ours.push(['Accept-Encoding', 'identity'])
    const replaced = new Set(['host', 'range', ...ours.map(([name]) => name.toLowerCase())])
    if (secrets.length === 0) replaced.delete('range')
    const theirs = endToEnd(headerLines(incoming.rawHeaders))
    return [...theirs.filter(([name]) => !replaced.has(name.toLowerCase())), ...ours]
  }

  private readInTunnel(incoming: IncomingMessage): Reading {
    const tunnel = this.tunnels.get(incoming.socket)
    if (tunnel === undefined) return refused('malformed', 400)
    const { place, isMisdirected } = tunnel
    return isMisdirected ? refused('misdirected', 421, place) : readTunnelled(incoming, place)
  }

  private isAuthorized(incoming: IncomingMessage): boolean {
    const lines = headerLines(incoming.rawHeaders)
    const [value = '', ...more] = valuesOf(lines, 'proxy-authorization')
    const given = Buffer.from(/^Basic (\S+)$/i.exec(value)?.[1] ?? '', 'base64')
    const wanted = Buffer.from(`run:${this.parts.token}`)
    const isSameLength = given.length === wanted.length
    return more.length === 0 && isSameLength && timingSafeEqual(given, wanted)
  }

  private connect(incoming: IncomingMessage, socket: Duplex, head: Uint8Array): void {
    socket.on('error', () => socket.destroy())
    const admission = this.admit(incoming)
    if (admission.status === 'refused') {
      const { about, reason, code } = admission
      this.note({ ...about, method: 'CONNECT' }, reason, code)
      socket.end(writtenRefusal(code, reason))
      return
    }
    const { place, rule } = admission
    if (head.length > 0) socket.unshift(head)
    this.open.add(socket)
    socket.once('close', () => this.open.delete(socket))
    if (rule.isPassedThrough) {
      this.tunnelUnread(place, rule, socket).catch(() => socket.destroy())
    } else this.tunnelRead(place, socket)
  }

  private admit(incoming: IncomingMessage): Admission {
    if (!this.isAuthorized(incoming)) return refused('token', 407)
    const authority = readAuthority(incoming.url ?? '')
    if (authority?.port === undefined) return refused('malformed', 400)
    const place: Place = { scheme: 'https', host: authority.host, port: authority.port }
    const decision = decideConnection(place, this.parts.policy.rules)
    if (decision.verdict === 'deny') return refused(decision.reason, 403, place)
    // What passes through unread is never counted as requests, so its connections are.
    const isCounted = decision.rule.isPassedThrough
    if (isCounted && !this.rate.take()) return refused('rate', 429, place)
    return { status: 'open', place, rule: decision.rule }
  }

  private tunnelRead(place: Place, socket: Duplex): void {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    const { authority, policy } = this.parts
    const tls = new TLSSocket(socket as Socket, {
      isServer: true,
      secureContext: authority.contextFor(place.host.text),
      ALPNProtocols: ['http/1.1'],
    })
    const late = setTimeout(() => tls.destroy(), policy.limits.timeoutMs)
    tls.on('error', () => tls.destroy())
    tls.once('close', () => {
      clearTimeout(late)
      socket.destroy()
    })
    tls.once('secure', () => {
      clearTimeout(late)
      const { servername } = tls as ServerSide
      this.tunnels.set(tls, {
        place,
        isMisdirected: !isNameOf(servername || undefined, place.host),
      })
      this.inner.emit('connection', tls)
    })
  }

  private async tunnelUnread(place: Place, rule: EgressRule, socket: Duplex): Promise<void> {
    const { timeoutMs } = this.parts.policy.limits
    const pin = () => this.pins.pin(place.host, rule.addresses)
    const { code, ...end } = await passThrough({ place, rule, socket, timeoutMs, pin })
    const isDenied = end.reason === 'misdirected' || code !== 200
    if (code !== 200 && end.reason !== null) socket.end(writtenRefusal(code, end.reason))
    const about = { ...aboutOf({ ...place, method: 'CONNECT' }), isRedirectDenied: false }
    this.log.add({ decision: isDenied ? 'denied' : 'allowed', ...about, ...end, status: code })
  }

  private note(about: About, reason: Refusal, status: number): void {
    const nothing = { requestBytes: 0, responseBytes: 0, isRedirectDenied: false }
    this.log.add({ decision: 'denied', ...aboutOf(about), reason, status, ...nothing })
  }
}

/** What Node's types leave out: the name that a client asked a server for. */
interface ServerSide {
  readonly servername?: string | false | null
}

type Admission =
  | Refused
  | { readonly status: 'open'; readonly place: Place; readonly rule: EgressRule }

interface Tunnel {
  readonly place: Place
  readonly isMisdirected: boolean
}

interface Allowed {
  readonly request: EgressRequest
  readonly rule: EgressRule
  readonly address: string
  readonly incoming: IncomingMessage
  readonly answer: ServerResponse
}

/** What the gateway adds for a rule's credential. */
interface Added {
  readonly lines: readonly HeaderLine[]
  readonly secrets: readonly string[]
  readonly shows: string | undefined
}

const maxHeaderBytes = 16 * 1024
const keepAliveMs = 60_000

function aboutOf({ method = '', host, port, target }: About) {
  return {
    method: /^[A-Z]{1,16}$/.test(method) ? method : '',
    host: host?.text ?? '',
    port: port ?? 0,
    pathDigest: target === undefined ? null : digestOf(target.path + target.query),
  }
}
