import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testBackends } from '../../../test/sandbox/backends.ts'
import { findTestRuntime, makeStateDir } from '../../../test/sandbox/fixture.ts'
import { buildCordon } from '../../../test/sandbox/other-process.ts'
import { parseDatasetName } from '../../kernel/ids.ts'
import { defaultLimits, type Limits } from '../../kernel/limits.ts'
import { findEngine } from '../backends/container/engine.ts'
import { openContainerSandbox } from '../backends/container/open.ts'
import { openGvisorSandbox } from '../backends/gvisor/open.ts'
import type { JobInput, Sandbox } from '../port.ts'

const { env } = process
const containers = testBackends().filter(({ name, absent }) => name !== 'linux' && !absent)

function run(sandbox: Sandbox, code: string, options: RunOptions = {}) {
  const limits = { ...defaultLimits, ...options.limits }
  const job = { code, fileName: 'script.py', inputs: options.inputs ?? [], limits }
  return sandbox.run(job, options.signal ?? new AbortController().signal)
}

interface RunOptions {
  readonly limits?: Partial<Limits>
  readonly inputs?: readonly JobInput[]
  readonly signal?: AbortSignal
}

describe.each(containers)('$name', ({ open }) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await open(['numpy', 'pandas'])
  })
  afterAll(() => sandbox.close())

  function grant(folder: string): JobInput {
    const path = join(folder, 'orders.arrow')
    writeFileSync(path, tableToIPC(tableFromArrays({ a: [1, 2, 4] }), 'file'))
    const name = parseDatasetName('orders')
    if (typeof name === 'object') throw new Error(name.problem)
    return { name, path, format: 'arrow' }
  }

  test('a granted file becomes a frame, and is gone when the run is over', async () => {
    const input = grant(mkdtempSync(join(sandbox.grantDir, 'given-')))
    const end = await run(sandbox, 'int(orders["a"].sum())', { inputs: [input] })
    expect(end).toMatchObject({ status: 'completed', answer: { value: { value: 7 } } })
    expect(existsSync(input.path)).toBe(false)
  })

  test("a granted file from elsewhere is copied, and stays its owner's", async () => {
    const input = grant(mkdtempSync(join(tmpdir(), 'cordon-given-')))
    const end = await run(sandbox, 'int(orders["a"].sum())', { inputs: [input] })
    expect(end).toMatchObject({ status: 'completed', answer: { value: { value: 7 } } })
    expect(existsSync(input.path)).toBe(true)
  })

  test('more runs than there are places are all answered, each by itself', async () => {
    const codes = Array.from({ length: 6 }, (_, n) => `open("a", "x").write("")\n${n}`)
    const ends = await Promise.all(codes.map((code) => run(sandbox, code)))
    const values = ends.map((end) => end.status === 'completed' && end.answer.value)
    expect(values).toMatchObject(codes.map((_, value) => ({ value })))
  })

  test('a large frame comes out whole', async () => {
    const code =
      'import numpy as np, pandas as pd\npd.DataFrame({"a": np.arange(300_000), "b": np.arange(300_000) / 2})'
    const end = await run(sandbox, code)
    expect(end).toMatchObject({ answer: { value: { frame: { rowCount: 300_000 } } } })
  })

  test('cancelling ends a run at once', async () => {
    const stop = new AbortController()
    const ending = run(sandbox, 'import time\ntime.sleep(60)', { signal: stop.signal })
    setTimeout(() => stop.abort(), 1000)
    expect(await ending).toMatchObject({ status: 'failed', failure: { kind: 'cancelled' } })
  })

  test('a run that was cancelled before does not start', async () => {
    const end = await run(sandbox, '1', { signal: AbortSignal.abort() })
    expect(end).toMatchObject({ status: 'failed', failure: { kind: 'cancelled' } })
  })
})

describe('after the end', () => {
  test.each(containers)('$name leaves no process and no folder', async ({ open }) => {
    const sandbox = await open()
    const stateDir = join(sandbox.grantDir, '../..')
    // Its container may not be ready yet when all ends.
    const running = Promise.allSettled([run(sandbox, 'import time\ntime.sleep(60)')])
    const { signal } = new AbortController()
    const session = await sandbox.openSession(
      { inputs: [], files: [], limits: defaultLimits },
      signal,
    )
    const script = { code: 'a = 1', fileName: 'cell.py', limits: defaultLimits }
    await session.run(script, { signal })
    await new Promise((resolve) => setTimeout(resolve, 800))
    await sandbox.close()
    await running
    await expect(session.run(script, { signal })).rejects.toThrow('The sandbox was closed.')
    expect(readdirSync(stateDir)).toEqual([])
    expect(processesOf(stateDir)).toEqual([])
    await expect(run(sandbox, '1')).rejects.toThrow('The sandbox was closed.')
  })
})

describe('a process that was killed', () => {
  beforeAll(buildCordon)

  const engine = findEngine({ env })
  const has = (name: string) => containers.some((backend) => backend.name.includes(name))
  const kinds = [
    ...(has('gvisor') ? ['gvisor' as const] : []),
    ...(has('runc') && engine?.name === 'podman' ? ['container' as const] : []),
  ]

  test.each(kinds)('leaves nothing of %s after the next start', async (kind) => {
    const stateDir = makeStateDir()
    const runtime = await findTestRuntime()
    const options = { runtime, stateDir, required: [], preload: [], limits: defaultLimits }
    const all = { ...options, ...(kind === 'gvisor' ? {} : { ociRuntime: 'runc', env }) }
    const other = fork(writeOther(kind, all), { execArgv: [] })
    expect(await once(other, 'message')).toContain('open')
    expect(processesOf(stateDir)).not.toEqual([])
    other.kill('SIGKILL')
    await once(other, 'exit')
    const next =
      kind === 'gvisor'
        ? await openGvisorSandbox(options)
        : await openContainerSandbox({ ...options, ociRuntime: 'runc', env })
    expect(await run(next, '1')).toMatchObject({ status: 'completed' })
    await next.close()
    expect(readdirSync(stateDir)).toEqual([])
    expect(processesOf(stateDir)).toEqual([])
    if (kind === 'container') {
      const names = spawnSync(engine?.program ?? '', ['ps', '-a', '--format', '{{.Labels}}'], {
        encoding: 'utf8',
      })
      expect(names.status).toBe(0)
      expect(names.stdout).not.toContain(stateDir)
    }
  })
})

test.each(containers)('$name refuses what it cannot arm', async ({ name }) => {
  const options = {
    runtime: await findTestRuntime(),
    stateDir: makeStateDir(),
    limits: defaultLimits,
  }
  const open =
    name === 'gvisor'
      ? openGvisorSandbox({ ...options, required: [], runsc: '/nonexistent/runsc' })
      : openContainerSandbox({ ...options, required: [], env, ociRuntime: '/nonexistent/runc' })
  await expect(open).rejects.toMatchObject({ code: 'sandbox-unavailable' })
  expect(readdirSync(options.stateDir)).toEqual([])
})

/** Another process with a sandbox on a state folder, which says `open` and does no more. */
function writeOther(kind: 'gvisor' | 'container', options: object): string {
  const script = join(mkdtempSync(join(tmpdir(), 'cordon-other-')), 'other.mjs')
  const open = new URL(`../../../dist/sandbox/backends/${kind}/open.js`, import.meta.url)
  const name = kind === 'gvisor' ? 'openGvisorSandbox' : 'openContainerSandbox'
  writeFileSync(
    script,
    `import { ${name} } from ${JSON.stringify(open.href)}
const sandbox = await ${name}(${JSON.stringify(options)})
process.on('message', () => sandbox.close())
process.send('open')`,
  )
  return script
}

/** Command lines of this machine that name a folder. */
function processesOf(folder: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const lines = pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  })
  return lines.filter((line) => line.includes(folder))
}
