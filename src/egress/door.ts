import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { EgressEvidence } from '../kernel/egress.ts'
import { additionsFor, outgoingHeaders } from './additions.ts'
import type { Authority } from './authority.ts'
import type { Credential } from './credentials.ts'
import { decide, decideConnection, type EgressRequest, type Place } from './decide.ts'
import { digestOf, EvidenceLog, type Refusal } from './evidence.ts'
import { exchange, leadsAstray } from './exchange.ts'
import { type HeaderLine, headerLines, valuesOf } from './headers.ts'
import { readAuthority } from './host.ts'
import { passThrough } from './pass-through.ts'
import { Pins, type Resolver } from './pins.ts'
import type { EgressPolicy, EgressRule } from './policy.ts'
import { makeProxyServer } from './proxy-server.ts'
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
import { Turnstile } from './turnstile.ts'
import { type ContextFor, Upstream } from './upstream.ts'

export interface DoorParts {
  readonly policy: Pick<EgressPolicy, 'rules' | 'limits'>
  readonly authority: Authority
  readonly credentials: ReadonlyMap<string, Credential>
  readonly resolve: Resolver
  readonly contextFor: ContextFor
  /** What every connection of the run must show. */
  readonly password: string
  /** Begins the ids of requests. */
  readonly name: string
}

/** One run's way out: an HTTP proxy that reads what goes through it, on a server that is yet to listen. */
export class Door {
  readonly server: NetServer
  private readonly outer: Server
  private readonly inner: Server
  private readonly turnstile: Turnstile
  private readonly parts: DoorParts
  private readonly log = new EvidenceLog()
  private readonly pins: Pins
  private readonly rate: Rate
  private readonly tunnelRate: Rate
  private readonly upstream: Upstream
  private readonly tunnels = new WeakMap<object, Tunnel>()
  private readonly open = new Set<Duplex>()
  private readonly underWay = new Set<Promise<void>>()
  private readonly wanted: Buffer
  private requests = 0

  constructor(parts: DoorParts) {
    this.parts = parts
    this.wanted = Buffer.from(`run:${parts.password}`)
    const { requestsPerMinute, timeoutMs, connections } = parts.policy.limits
    this.turnstile = new Turnstile({ inside: connections, waiting: maxWaiting, timeoutMs })
    this.pins = new Pins(parts.resolve, timeoutMs)
    this.rate = new Rate(requestsPerMinute, () => performance.now())
    this.tunnelRate = new Rate(requestsPerMinute, () => performance.now())
    this.upstream = new Upstream(parts.contextFor)
    this.outer = this.makeServer((incoming) =>
      this.isAuthorized(incoming) ? readProxied(incoming) : refused('password', 407),
    )
    this.inner = this.makeServer((incoming) => this.readInTunnel(incoming))
    this.outer.on('connect', (incoming, socket, head) => this.connect(incoming, socket, head))
    const how = { allowHalfOpen: true, pauseOnConnect: true }
    this.server = createServer(how, (socket) => this.take(socket))
  }

  get evidence(): EgressEvidence {
    return this.log.evidence
  }

  /** Ends every connection, waits until nothing is under way, and gives the evidence of all there was. */
  async close(): Promise<EgressEvidence> {
    this.server.close()
    for (const server of [this.outer, this.inner]) {
      server.close()
      server.closeAllConnections()
    }
    for (const socket of this.open) socket.destroy()
    this.upstream.close()
    await Promise.all(this.underWay)
    return this.evidence
  }

  private take(socket: Socket): void {
    this.open.add(socket)
    socket.once('close', () => this.open.delete(socket))
    socket.on('error', () => socket.destroy())
    const admit = () => {
      this.outer.emit('connection', socket)
      socket.resume()
    }
    this.turnstile.enter(socket, admit, () => {
      this.note({}, 'connections', 503)
      socket.end(writtenRefusal(503, 'connections'), () => socket.destroy())
    })
  }

  private track(work: Promise<void>, failed: () => void): void {
    const tracked = work.catch(failed).finally(() => this.underWay.delete(tracked))
    this.underWay.add(tracked)
  }

  private makeServer(read: (incoming: IncomingMessage) => Reading): Server {
    return makeProxyServer(this.parts.policy.limits.timeoutMs, {
      onRequest: (incoming, answer) => {
        if (this.turnstile.isCrowded) answer.shouldKeepAlive = false
        this.track(this.handle(read(incoming), incoming, answer), () => answer.destroy())
      },
      onMalformed: (about, code) => this.note(about, 'malformed', code),
    })
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
    const startedMs = performance.now()
    const { request, lines } = reading
    if (!this.rate.take()) return deny(request, 'rate', 429)
    const decision = decide(request, this.parts.policy.rules)
    if (decision.verdict === 'deny') return deny(request, decision.reason, 403)
    const { rule } = decision
    const pinned = await this.pins.pin(request.host, rule.addresses)
    if (pinned.status === 'unresolved') return deny(request, 'unresolved', 502)
    if (pinned.status === 'closed') return deny(request, 'address', 403)
    const { address } = pinned
    await this.forward({ request, lines, rule, address, incoming, answer, startedMs })
  }

  private async forward(allowed: Allowed): Promise<void> {
    const { request, lines, rule, address, incoming, answer, startedMs } = allowed
    const added = await additionsFor(rule, this.parts.credentials)
    this.requests += 1
    const requestId = `${this.parts.name}-${this.requests}`
    const { method, target, bodyBytes } = request
    const outgoing = this.upstream.begin({
      ...{ place: request, address, method, bodyBytes, shows: added.shows },
      pathAndQuery: target.path + target.query,
      headers: outgoingHeaders(lines, added, requestId),
    })
    if (bodyBytes !== 0 && incoming.headers.expect !== undefined) answer.writeContinue()
    const redaction = added.secrets.length > 0 ? redactionOf(added.secrets) : undefined
    const { rules, limits } = this.parts.policy
    const { location, ...end } = await exchange({
      ...{ incoming, answer, outgoing, rule, redaction },
      hasBody: bodyBytes !== 0,
      timeoutMs: Math.max(0, limits.timeoutMs - (performance.now() - startedMs)),
    })
    const isRedirectDenied = location !== undefined && leadsAstray(location, request, rules)
    this.log.add('allowed', () => ({ ...aboutOf(request), ...end, isRedirectDenied }))
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
    const isSameLength = given.length === this.wanted.length
    return more.length === 0 && isSameLength && timingSafeEqual(given, this.wanted)
  }

  private connect(incoming: IncomingMessage, socket: Duplex, head: Uint8Array): void {
    const admission = this.admit(incoming)
    if (admission.status === 'refused') {
      const { about, reason, code } = admission
      this.note({ ...about, method: 'CONNECT' }, reason, code)
      socket.end(writtenRefusal(code, reason))
      return
    }
    const { place, rule } = admission
    if (head.length > 0) socket.unshift(head)
    if (rule.isPassedThrough) {
      this.track(this.tunnelUnread(place, rule, socket), () => socket.destroy())
    } else this.tunnelRead(place, socket)
  }

  private admit(incoming: IncomingMessage): Admission {
    if (!this.isAuthorized(incoming)) return refused('password', 407)
    const authority = readAuthority(incoming.url ?? '')
    if (authority?.port === undefined) return refused('malformed', 400)
    const place: Place = { scheme: 'https', host: authority.host, port: authority.port }
    const decision = decideConnection(place, this.parts.policy.rules)
    if (decision.verdict === 'deny') return refused(decision.reason, 403, place)
    // A tunnel costs a handshake, whatever then goes through it.
    if (!this.tunnelRate.take()) return refused('rate', 429, place)
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
    let isSecure = false
    tls.on('error', () => tls.destroy())
    tls.once('close', () => {
      clearTimeout(late)
      socket.destroy()
      if (!isSecure) this.note({ ...place, method: 'CONNECT' }, 'handshake', 200)
    })
    tls.once('secure', () => {
      isSecure = true
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
    this.log.add(isDenied ? 'denied' : 'allowed', () => ({ ...about, ...end, status: code }))
  }

  private note(about: About, reason: Refusal, status: number): void {
    const nothing = { requestBytes: 0, responseBytes: 0, isRedirectDenied: false }
    this.log.add('denied', () => ({ ...aboutOf(about), reason, status, ...nothing }))
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
  readonly lines: readonly HeaderLine[]
  readonly rule: EgressRule
  readonly address: string
  readonly incoming: IncomingMessage
  readonly answer: ServerResponse
  /** In milliseconds of `performance.now()`. */
  readonly startedMs: number
}

/** As many as the forwarder inside a sandbox leads through at a time. */
const maxWaiting = 256

function aboutOf({ method = '', host, port, target }: About) {
  return {
    method: /^[A-Z]{1,16}$/.test(method) ? method : '',
    host: host?.text ?? '',
    port: port ?? 0,
    pathDigest: target === undefined ? null : digestOf(target.path + target.query),
  }
}
