import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newAuthority } from '../../src/egress/authority.ts'
import { parseEgress } from '../../src/egress/config.ts'
import type { startGateway } from '../../src/egress/gateway-client.ts'
import type { GatewaySettings } from '../../src/egress/gateway-settings.ts'
import { buildCordon } from '../sandbox/other-process.ts'
import { Workplace } from '../workplace.ts'
import { askDoor, startServer, type TestServer } from './fixture.ts'

let start: typeof startGateway
let server: TestServer
let folder: string

beforeAll(async () => {
  buildCordon()
  const built = new URL('../../dist/egress/gateway-client.js', import.meta.url).href
  start = (await import(built)).startGateway
  folder = mkdtempSync(join(tmpdir(), 'cordon-gateway-'))
  server = await startServer(({ url }, answer) => {
    if (url !== '/v1/slow') answer.end('hello')
  })
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

function settings(more: Partial<GatewaySettings> = {}): GatewaySettings {
  const place = { host: 'localhost', schemes: ['http'], ports: [server.port], paths: ['/v1'] }
  const policy = parseEgress({ allow: [{ ...place, addresses: ['127.0.0.1', '::1'] }] })
  if (!policy.ok) throw new Error('the policy of the test is wrong')
  const { rules, limits } = policy.value
  const authority = newAuthority(Date.now())
  return {
    policy: { rules, limits },
    credentials: [],
    texts: [],
    authority,
    authorities: [],
    ...more,
  }
}

const url = (path: string) => `http://localhost:${server.port}${path}`

/** True while a process runs; one that has ended and was not waited for has no command line. */
const isThere = (pid: number | undefined) =>
  existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''

describe('a gateway in a process of its own', () => {
  test('opens doors, holds the rules and tells everything that was asked for', async () => {
    const gateway = await start(settings())
    expect(gateway.pid).not.toBe(process.pid)
    const [one, other] = await Promise.all([
      gateway.openDoor(folder, 'run_one'),
      gateway.openDoor(folder, 'run_other'),
    ])
    expect(await askDoor(one.key, url('/v1/x'))).toContain('hello')
    expect(await askDoor(one.key, url('/v2'))).toContain('403 Refused by Cordon')
    await expect.poll(() => one.evidence()).toMatchObject({ allowed: 1, denied: 1 })
    expect(await askDoor({ ...other.key, password: one.key.password }, url('/v1'))).toContain('407')
    expect(await one.close()).toMatchObject({
      isWhole: true,
      evidence: { requests: [{ reason: null, status: 200 }, { reason: 'path' }] },
    })
    expect(existsSync(one.key.socket)).toBe(false)
    expect(await other.close()).toMatchObject({ evidence: { requests: [{ reason: 'password' }] } })
    gateway.close()
    await expect.poll(() => isThere(gateway.pid)).toBe(false)
  })

  test('takes nothing of our surroundings with it', async () => {
    process.env['CORDON_TEST_SECRET'] = 'hunter2-hunter2'
    const gateway = await start(settings())
    const of = (name: string) => readFileSync(`/proc/${gateway.pid}/${name}`, 'utf8')
    expect(of('environ')).not.toContain('hunter2')
    expect(of('cmdline')).not.toContain('PRIVATE KEY')
    gateway.close()
    delete process.env['CORDON_TEST_SECRET']
  })

  test('that is killed leaves evidence that says it is not whole, and opens no door', async () => {
    const gateway = await start(settings())
    const door = await gateway.openDoor(folder, 'run_x')
    await askDoor(door.key, url('/v1'))
    await expect.poll(() => door.evidence().allowed).toBe(1)
    const slow = askDoor(door.key, url('/v1/slow'))
    process.kill(gateway.pid ?? 0, 'SIGKILL')
    expect(await slow).toBe('')
    expect(await door.close()).toMatchObject({ isWhole: false, evidence: { allowed: 1 } })
    expect(gateway.isAlive).toBe(false)
    await expect(gateway.openDoor(folder, 'run_y')).rejects.toThrow('has ended')
  })

  test('goes on where a terminal stops everything at once, for Cordon to end its runs in order', async () => {
    const gateway = await start(settings())
    const door = await gateway.openDoor(folder, 'run_x')
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(gateway.pid ?? 0, signal)
    expect(await askDoor(door.key, url('/v1'))).toContain('hello')
    expect(await door.close()).toMatchObject({ isWhole: true, evidence: { allowed: 1 } })
    gateway.close()
  })

  test('ends without a word where Cordon is gone before it is ready', async () => {
    const program = new URL('../../dist/egress/gateway-process.js', import.meta.url)
    const gateway = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    if (!gateway.stderr) throw new Error('no pipe')
    const [said, ended] = [text(gateway.stderr), once(gateway, 'exit')]
    gateway.disconnect()
    expect(await ended).toEqual([0, null])
    expect(await said).toBe('')
  })

  test('is not started from a secret that is none', async () => {
    const place = { env: 'X' }
    const plan = { ...{ kind: 'jwt', key: place, keyId: undefined }, issuer: 'a', audience: 'b' }
    const given = { credentials: [['a', { ...plan, kind: 'jwt', subject: undefined }] as const] }
    const starting = start(settings({ ...given, texts: [[place, 'no key']] }))
    await expect(starting).rejects.toMatchObject({
      code: 'key-unavailable',
      message: expect.stringContaining('no RSA key'),
    })
  })
})

/** The processes that a process has started and that run a program. */
function childrenOf(parent: number, program: string): number[] {
  const read = (pid: string, name: string) => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'utf8')
    } catch {
      return ''
    }
  }
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && read(pid, 'cmdline').includes(program))
    .filter((pid) => Number(read(pid, 'stat').split(') ')[1]?.split(' ')[1]) === parent)
    .map(Number)
}

describe('a run', () => {
  test('fails where its gateway is killed, and one whose Cordon is killed leaves no gateway', async () => {
    const place = new Workplace()
    place.configure(
      (text) =>
        `${text}\negress:\n  allow:\n    - { host: localhost, schemes: [http], ports: [${server.port}], addresses: [127.0.0.1, '::1'] }\n`,
    )
    const code = `import time, urllib.request\nurllib.request.urlopen("${url('/v1')}").read()\ntime.sleep(2)\n1`
    place.write('script.py', code)
    const run = (act: (cordon: number, gateway: number) => void) => {
      const before = server.seen.length
      return place.cordon(['run', 'script.py', '--as', 'analyst.json', '--json'], {
        onStart: async (pid) => {
          await expect.poll(() => server.seen.length, { timeout: 30_000 }).toBe(before + 1)
          const [gateway = 0] = childrenOf(pid, 'gateway-process')
          act(pid, gateway)
        },
      })
    }
    const { stdout, code: exit } = await run((_, gateway) => process.kill(gateway, 'SIGKILL'))
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      failure: { kind: 'crashed', message: expect.stringContaining('egress gateway ended') },
    })
    expect(exit).toBe(4)
    let left = 0
    await run((cordon, gateway) => {
      left = gateway
      process.kill(cordon, 'SIGKILL')
    })
    expect(left).toBeGreaterThan(0)
    await expect.poll(() => isThere(left)).toBe(false)
    place.remove()
  })
})
