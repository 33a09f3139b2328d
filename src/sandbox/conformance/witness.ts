import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { getPriority, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Targets } from './case.ts'

/** Watches this machine while runs attack it. */
export interface Witness {
  readonly targets: Targets
  /** What is not as it was when the witness came, in words; empty where all is well. */
  harms(): readonly string[]
  /** Ends the servers and the victim, and removes the folder. */
  close(): Promise<void>
}

/** Puts a secret, servers and a victim on this machine, readable and reachable for any of its users. */
export async function openWitness(grantDir: string): Promise<Witness> {
  const secret = `host-${randomBytes(12).toString('hex')}`
  const marker = `cordon-conformance-${randomBytes(6).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'cordon-host-'))
  chmodSync(folder, 0o777)
  mkdirSync(join(folder, 'inner'), { mode: 0o777 })
  writeFileSync(join(folder, 'secret'), secret, { mode: 0o666 })
  process.env['CORDON_CONFORMANCE_SECRET'] = secret
  const ear = await listen(folder, marker)
  const victim = spawn('sleep', ['3600'], { stdio: 'ignore' })
  const targets: Targets = {
    ...{ secret, marker, folder, grantDir, ...ear.addresses },
    victim: victim.pid ?? -1,
  }
  const before = stateOf(targets)
  return {
    targets,
    harms: () => [...differences(before, stateOf(targets)), ...ear.heard()],
    close: async () => {
      await Promise.all([ear.close(), end(victim)])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What attacks could change about a machine, as text by name. */
type State = { readonly [what: string]: string }

function stateOf({ folder, marker, victim }: Targets): State {
  const names = readdirSync(folder).sort()
  const hold = names.map((name) => {
    const path = join(folder, name)
    const stat = lstatSync(path)
    return `${name} ${stat.mode} ${stat.nlink} ${stat.isFile() ? readFileSync(path, 'utf8') : ''}`
  })
  return {
    'files of the host': hold.join('\n'),
    'files with the marker': markedFiles(marker).join(' '),
    'keys with the marker': read('/proc/keys')
      .split('\n')
      .filter((line) => line.includes(marker))
      .join('\n'),
    'shared memory': withKey('/proc/sysvipc/shm'),
    'message queues': withKey('/proc/sysvipc/msg'),
    semaphores: withKey('/proc/sysvipc/sem'),
    'host name': hostname(),
    'core pattern': read('/proc/sys/kernel/core_pattern'),
    'swap areas': read('/proc/swaps'),
    'mounts at the marker': read('/proc/self/mountinfo').includes(marker) ? 'there' : '',
    victim: /^State:\s+[RSD]/m.test(read(`/proc/${victim}/status`)) ? 'alive' : 'stopped or gone',
    'its score': read(`/proc/${victim}/oom_score_adj`),
    'our priority': String(getPriority()),
    'our limits': read('/proc/self/limits'),
    'touched devices': devices.map((path) => lstatSync(path).mtimeMs).join(' '),
  }
}

const devices = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom']

/** Lines of what bears the key that cases use, 0x434f52; other programs have their own. */
function withKey(path: string): string {
  const lines = read(path).split('\n')
  return lines.filter((line) => line.trim().startsWith('4411218 ')).join('\n')
}

function markedFiles(marker: string): string[] {
  const folders = ['/', '/usr', '/usr/lib', '/etc', '/dev', '/dev/shm', '/tmp', '/var', '/var/tmp']
  const more = ['/root', '/home', '/run', '/guest', '/grants', '/sys', '/proc', '/dev/mqueue']
  return [...folders, ...more].map((at) => join(at, marker)).filter((path) => existsSync(path))
}

function differences(before: State, after: State): string[] {
  const changed = Object.keys(before).filter((what) => before[what] !== after[what])
  return changed.map((what) => `${what}: ${after[what]?.slice(0, 400)}`)
}

interface Ear {
  readonly addresses: Pick<Targets, 'tcpPort' | 'udpPort' | 'unixSocket'>
  /** Which servers were spoken to. */
  heard(): string[]
  close(): Promise<void>
}

async function listen(folder: string, marker: string): Promise<Ear> {
  const heard: string[] = []
  const serve = async (name: string, at: { host?: string; port?: number; path?: string }) => {
    const server = createServer((socket) => {
      heard.push(`the server on ${name} was spoken to`)
      socket.destroy()
    })
    server.listen(at)
    await once(server, 'listening')
    return server
  }
  const tcp = await serve('TCP', { host: '127.0.0.1', port: 0 })
  const address = tcp.address()
  const tcpPort = typeof address === 'object' && address ? address.port : -1
  const unixSocket = join(folder, 'socket')
  const unix = await serve('a socket file', { path: unixSocket })
  chmodSync(unixSocket, 0o777)
  const abstract = await serve('an abstract socket', { path: `\0${marker}` })
  const udp = createSocket('udp4', () => heard.push('the server on UDP was spoken to'))
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const addresses = { tcpPort, udpPort: udp.address().port, unixSocket }
  const close = async () => {
    udp.close()
    await Promise.all([tcp, unix, abstract].map(closeServer))
  }
  return { addresses, heard: () => heard, close }
}

async function closeServer(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
