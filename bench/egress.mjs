import { mkdtempSync, rmSync } from 'node:fs'
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
import { createGateway } from '../dist/egress/gateway.js'
import { atMost, percentile, plain, timed } from './figures.mjs'

const atOnce = 50
const rounds = 6
const requestsEach = 12
/** How long the server thinks: long enough that two cores are not what is measured. */
const serverMs = 40
const host = 'api.example'

/** Requests at 50 at once, straight to a server on loopback and through the gateway in turns; both kept alive. */
export async function measure() {
  const authority = newAuthority(Date.now())
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  const server = await start('server', { authority })
  const gateway = await start('gateway', { authority, folder, ports: server.said })
  try {
    const [httpPort, httpsPort] = server.said
    const ca = openAuthority(authority, Date.now()).certificate
    const http = await compare(directHttp(httpPort), throughGateway(httpPort, gateway.said))
    const https = await compare(directHttps(httpsPort, ca), throughTunnel(httpsPort, gateway.said))
    return [...figures('http', http), ...figures('https', https)]
  } finally {
    for (const { worker } of [server, gateway]) await worker.terminate()
    rmSync(folder, { recursive: true, force: true })
  }
}

function figures(scheme, { direct, gated }) {
  const added = (share) => percentile(gated, share) - percentile(direct, share)
  return [
    atMost(`${scheme}: added at 50 at once, p50`, added(0.5), { unit: 'ms', goal: 2 }),
    atMost(`${scheme}: added at 50 at once, p99`, added(0.99), { unit: 'ms', goal: 20 }),
    plain(`${scheme}: direct, p50`, percentile(direct), 'ms'),
    plain(`${scheme}: direct, p99`, percentile(direct, 0.99), 'ms'),
  ]
}

/** The two ways in turns, so that a busy moment of the machine meets both; the first round only warms up. */
async function compare(direct, gated) {
  const samples = { direct: [], gated: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const [name, ask] of Object.entries({ direct, gated })) {
      const taken = await burst(ask)
      if (round > 0) samples[name].push(...taken)
    }
  }
  return samples
}

async function burst(ask) {
  const taken = []
  const client = async (nth) => {
    // Clients do not move in step.
    await new Promise((resolve) => setTimeout(resolve, (nth * serverMs) / atOnce))
    for (let i = 0; i < requestsEach; i++) taken.push(await timed(ask))
  }
  await Promise.all(Array.from({ length: atOnce }, (_, nth) => client(nth)))
  return taken
}

function directHttp(port) {
  const agent = new Agent({ keepAlive: true })
  return () => done(getPlain({ port, agent, headers: { Host: `${host}:${port}` } }))
}

function throughGateway(port, { socket, password }) {
  const agent = new Agent({ keepAlive: true })
  const headers = { Host: `${host}:${port}`, 'Proxy-Authorization': basic(password) }
  return () =>
    done(getPlain({ socketPath: socket, path: `http://${host}:${port}/`, agent, headers }))
}

function directHttps(port, ca) {
  const agent = new SecureAgent({ keepAlive: true, ca })
  return () =>
    done(getSecure({ port, agent, servername: host, headers: { Host: `${host}:${port}` } }))
}

function throughTunnel(port, { socket, password, certificates }) {
  const agent = new SecureAgent({ keepAlive: true })
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
  return () => done(getSecure({ host, port, agent, headers: { Host: `${host}:${port}` } }))
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

/** Server and gateway each have a thread, as each would have a machine or a process. */
async function start(role, data) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { role, ...data } })
  const said = await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return { worker, said }
}

async function serve({ authority }) {
  const shown = openAuthority(authority, Date.now())
  const answer = (_, response) => setTimeout(() => response.end('x'.repeat(1000)), serverMs)
  const choose = (_, chosen) => chosen(null, shown.contextFor(host))
  const servers = [createServer(answer), createSecureServer({ SNICallback: choose }, answer)]
  for (const server of servers) {
    server.keepAliveTimeout = 60_000
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
  return servers.map((server) => server.address().port)
}

async function gate({ authority, folder, ports }) {
  const place = { host, schemes: ['http', 'https'], ports, addresses: ['127.0.0.1'] }
  const limits = { rate: 1_000_000, connections: 512 }
  const policy = parseEgress({ allow: [place], limits })
  const own = openAuthority(authority, Date.now())
  const gateway = createGateway({
    policy: policy.value,
    authority: own,
    credentials: new Map(),
    authorities: [own.certificate],
    resolve: async () => ['127.0.0.1'],
  })
  return (await gateway.openDoor(folder, 'bench')).key
}

if (!isMainThread && workerData?.role !== undefined) {
  parentPort.postMessage(await (workerData.role === 'server' ? serve : gate)(workerData))
}
