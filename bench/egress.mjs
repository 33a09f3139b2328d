import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, createServer, get as getPlain } from 'node:http'
import {
  createServer as createSecureServer,
  get as getSecure,
  Agent as SecureAgent,
} from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectSecure } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { newAuthority, openAuthority } from '../dist/egress/authority.js'
import { parseEgress } from '../dist/egress/config.js'
import { startGateway } from '../dist/egress/gateway-client.js'
import { measureInside } from './egress-inside.mjs'
import { atMost, percentile, plain, timed } from './figures.mjs'

const atOnce = 50
const rounds = 8
const requestsEach = 12
/**
 * How long the server thinks, evenly between these: long enough that two cores are not what is measured, and never the
 * same, because a server that always takes as long lines up its clients behind one another.
 */
const serverMs = [20, 60]
const newConnections = 60
const host = 'localhost'

/** Requests to a server on loopback, straight and through the gateway's process in turns; both ways in one go. */
export async function measure() {
  const authority = newAuthority(Date.now())
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  const server = await start({ authority })
  const [httpPort, httpsPort] = server.said
  const gateway = await startGateway(settings(authority, server.said))
  try {
    const { key } = await gateway.openDoor(folder, 'bench')
    const ca = openAuthority(authority, Date.now()).certificate
    const http = [directHttp(httpPort), throughGateway(httpPort, key)]
    const https = [directHttps(httpsPort, ca), throughTunnel(httpsPort, key)]
    return [
      ...figures('http', await compare(gateway, ...http)),
      ...figures('https', await compare(gateway, ...https)),
      ...(await firstRequests('http', http)),
      ...(await firstRequests('https', https)),
      ...(await measureInside({ gateway, port: httpsPort, certificate: ca })),
    ]
  } finally {
    gateway.close()
    await server.worker.terminate()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the gateway is started with: the way to one server, and limits that are not what is measured. */
function settings(authority, ports) {
  const place = { host, schemes: ['http', 'https'], ports, addresses: ['127.0.0.1', '::1'] }
  const limits = { rate: 1_000_000, connections: 512 }
  const { rules, limits: read } = parseEgress({ allow: [place], limits }).value
  const { certificate } = openAuthority(authority, Date.now())
  return {
    ...{ policy: { rules, limits: read }, credentials: [], texts: [] },
    ...{ authority, authorities: [certificate] },
  }
}

function figures(scheme, { direct, gated, cpuMs }) {
  const added = (share) => percentile(gated, share) - percentile(direct, share)
  return [
    atMost(`${scheme}: added at 50 at once, p50`, added(0.5), { unit: 'ms', goal: 2 }),
    atMost(`${scheme}: added at 50 at once, p99`, added(0.99), { unit: 'ms', goal: 20 }),
    plain(`${scheme}: direct (the server takes 20 to 60), p50`, percentile(direct), 'ms'),
    plain(`${scheme}: direct, p99`, percentile(direct, 0.99), 'ms'),
    plain(`${scheme}: processor time of the gateway a request`, cpuMs / gated.length, 'ms'),
  ]
}

/** The two ways in turns, so that a busy moment of the machine meets both; the first rounds only warm up. */
async function compare(gateway, direct, gated) {
  const samples = { direct: [], gated: [], cpuMs: 0 }
  const asks = { direct: direct(true), gated: gated(true) }
  for (let round = -2; round < rounds; round++) {
    for (const [name, ask] of Object.entries(asks)) {
      const before = cpuMsOf(gateway)
      const taken = await burst(ask)
      if (round < 0) continue
      samples[name].push(...taken)
      if (name === 'gated') samples.cpuMs += cpuMsOf(gateway) - before
    }
  }
  return samples
}

/** What a process has used of the processors, in ticks of 10 ms (proc(5)); it may not look it up itself while it is measured. */
function cpuMsOf({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function burst(ask) {
  const taken = []
  const client = async (nth) => {
    // Clients do not move in step.
    await new Promise((resolve) => setTimeout(resolve, nth))
    for (let i = 0; i < requestsEach; i++) taken.push(await timed(() => ask('/slow')))
  }
  await Promise.all(Array.from({ length: atOnce }, (_, nth) => client(nth)))
  return taken
}

/** What the gateway adds to a request on a connection of its own, one at a time, its server's answer at once. */
async function firstRequests(scheme, [direct, gated]) {
  const samples = { direct: [], gated: [] }
  const asks = { direct: direct(false), gated: gated(false) }
  for (let i = -10; i < newConnections; i++) {
    for (const [name, ask] of Object.entries(asks)) {
      const taken = await timed(() => ask('/'))
      if (i >= 0) samples[name].push(taken)
    }
  }
  const added = percentile(samples.gated) - percentile(samples.direct)
  return [plain(`${scheme}: added to the first request of a connection, p50`, added, 'ms')]
}

const directHttp = (port) => (keepAlive) => {
  const agent = new Agent({ keepAlive })
  return (path) => done(getPlain({ port, path, agent, headers: { Host: `${host}:${port}` } }))
}

const throughGateway =
  (port, { socket, password }) =>
  (keepAlive) => {
    const agent = new Agent({ keepAlive })
    const headers = { Host: `${host}:${port}`, 'Proxy-Authorization': basic(password) }
    return (path) =>
      done(getPlain({ socketPath: socket, path: `http://${host}:${port}${path}`, agent, headers }))
  }

const directHttps = (port, ca) => (keepAlive) => {
  // A client that makes a connection for one request remembers nothing of the last one.
  const agent = new SecureAgent({ keepAlive, ca, maxCachedSessions: 0 })
  return (path) =>
    done(getSecure({ port, path, agent, servername: host, headers: { Host: `${host}:${port}` } }))
}

const throughTunnel =
  (port, { socket, password, certificates }) =>
  (keepAlive) => {
    const agent = new SecureAgent({ keepAlive })
    agent.createConnection = (_options, created) => {
      const raw = connect(socket)
      raw.write(
        `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\nProxy-Authorization: ${basic(password)}\r\n\r\n`,
      )
      raw.once('data', () => {
        const tls = connectSecure({ socket: raw, servername: host, ca: certificates }, () =>
          created(null, tls),
        )
        tls.once('error', created)
      })
    }
    return (path) =>
      done(getSecure({ host, port, path, agent, headers: { Host: `${host}:${port}` } }))
  }

function done(request) {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`))
      response.resume().on('end', resolve)
    })
  })
}

function basic(password) {
  return `Basic ${Buffer.from(`run:${password}`).toString('base64')}`
}

/** The server has a thread of its own, as it would have a machine. */
async function start(data) {
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: { role: 'server', ...data },
  })
  const said = await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return { worker, said }
}

async function serve({ authority }) {
  const shown = openAuthority(authority, Date.now())
  const next = random(1)
  const [least, most] = serverMs
  const answer = ({ url }, response) => {
    const end = () => response.end('x'.repeat(1000))
    if (url === '/slow') setTimeout(end, least + next() * (most - least))
    else end()
  }
  const choose = (_, chosen) => chosen(null, shown.contextFor(host))
  const servers = [createServer(answer), createSecureServer({ SNICallback: choose }, answer)]
  for (const server of servers) {
    server.keepAliveTimeout = 60_000
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
  return servers.map((server) => server.address().port)
}

/** The same numbers from 0 to 1 every time (mulberry32). */
function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

if (!isMainThread && workerData?.role === 'server') parentPort.postMessage(await serve(workerData))
