import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Place } from './decide.ts'
import type { Refusal } from './evidence.ts'
import type { Pinned } from './pins.ts'
import type { EgressRule } from './policy.ts'
import { isNameOf } from './read-request.ts'
import { readServerName } from './server-name.ts'

export interface UnreadTunnel {
  readonly place: Place
  readonly rule: EgressRule
  readonly socket: Duplex
  readonly timeoutMs: number
  readonly pin: () => Promise<Pinned>
}

export interface TunnelEnd {
  readonly reason: Refusal | null
  /** 200 where the tunnel stood, whatever became of it then. */
  readonly code: number
  readonly requestBytes: number
  readonly responseBytes: number
}

/** Carries TLS to its server unread, once it has shown that it is TLS and for that server. */
export async function passThrough(tunnel: UnreadTunnel): Promise<TunnelEnd> {
  const { place, socket, timeoutMs } = tunnel
  const pinned = await tunnel.pin()
  if (pinned.status === 'unresolved') return ended('unresolved', 502)
  if (pinned.status === 'closed') return ended('address', 403)
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  const hello = await helloOf(socket, place, timeoutMs)
  if (hello === undefined) {
    socket.destroy()
    return ended('misdirected', 200)
  }
  const server = connect({ host: pinned.address, port: place.port, timeout: timeoutMs })
  return carry(tunnel, server, hello)
}

const maxHelloBytes = 1 << 16

function ended(reason: Refusal | null, code: number, bytes: readonly number[] = []): TunnelEnd {
  return { reason, code, requestBytes: bytes[0] ?? 0, responseBytes: bytes[1] ?? 0 }
}

/** The first bytes, where they ask for this very server; undefined for all else. */
async function helloOf(
  socket: Duplex,
  { host }: Place,
  timeoutMs: number,
): Promise<Uint8Array | undefined> {
  let bytes = Buffer.alloc(0)
  const late = setTimeout(() => socket.destroy(), timeoutMs)
  try {
    while (bytes.length < maxHelloBytes) {
      const chunk = await chunkOf(socket)
      if (chunk === undefined) return undefined
      bytes = Buffer.concat([bytes, chunk])
      const reading = readServerName(bytes)
      if (reading.status === 'incomplete') continue
      const isForHost = reading.status === 'read' && isNameOf(reading.serverName, host)
      return isForHost ? bytes : undefined
    }
    return undefined
  } finally {
    clearTimeout(late)
  }
}

async function chunkOf(socket: Duplex): Promise<Uint8Array | undefined> {
  for (;;) {
    const chunk: Uint8Array | null = socket.read()
    if (chunk !== null) return chunk
    if (socket.readableEnded || socket.destroyed) return undefined
    await Promise.race(['readable', 'end', 'close'].map((event) => once(socket, event)))
  }
}

function carry(
  { socket, rule }: UnreadTunnel,
  server: Socket,
  hello: Uint8Array,
): Promise<TunnelEnd> {
  return new Promise((resolve) => {
    const bytes = [hello.length, 0]
    let reason: Refusal | null = null
    const stop = (why: Refusal | null) => {
      reason ??= why
      server.destroy()
      socket.destroy()
    }
    const count = (at: 0 | 1, limit: number, chunk: Uint8Array) => {
      bytes[at] = (bytes[at] ?? 0) + chunk.length
      if ((bytes[at] ?? 0) > limit) stop(at === 0 ? 'request-size' : 'response-size')
    }
    server.on('timeout', () => stop('timeout'))
    server.on('error', () => stop('unreachable'))
    socket.on('close', () => server.destroy())
    server.on('close', () => {
      socket.destroy()
      resolve(ended(reason, 200, bytes))
    })
    // Unread, what goes up and what comes down cannot be told from a request and its answer.
    socket.on('data', (chunk: Uint8Array) => count(0, rule.responseBytes, chunk))
    server.on('data', (chunk: Uint8Array) => count(1, rule.responseBytes, chunk))
    server.write(hello)
    socket.pipe(server)
    server.pipe(socket)
  })
}
