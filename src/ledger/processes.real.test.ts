import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Libsql from 'libsql'
import { beforeAll, expect, test } from 'vitest'
import { intentOf, newFolder, newRunId } from '../../test/fixtures/ledger.ts'
import { systemClock } from '../kernel/clock.ts'
import { verifyLedger } from './audit.ts'
import { loadOrCreateKeys } from './keys.ts'
import { type LedgerOptions, openLedger } from './ledger.ts'
import { currentOwner } from './owner.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const writerScript = join(root, 'test/fixtures/ledger-writer.mjs')
const build = newFolder()

/** Node 20 runs no TypeScript: the ledger is built into a folder of its own for the processes below. */
beforeAll(() => {
  const tsc = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  )
  writeFileSync(join(build, 'package.json'), '{"type":"module"}')
  const files = ['ledger.ts', 'keys.ts', 'audit.ts'].map((name) => join(root, 'src/ledger', name))
  const compilerOptions = {
    rootDir: join(root, 'src'),
    outDir: build,
    typeRoots: [join(root, 'node_modules/@types')],
    composite: false,
    noCheck: true,
    declaration: false,
    sourceMap: false,
  }
  const config = { extends: join(root, 'src/tsconfig.json'), compilerOptions, files, include: [] }
  writeFileSync(join(build, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(process.execPath, [tsc, '-p', build])
})

interface Writer {
  readonly process: ChildProcess
  /** Lines written so far, each acknowledging one record. */
  readonly lines: () => readonly string[]
  readonly errors: () => string
}

function startWriter(folder: string, runs: number, mode = 'whole'): Writer {
  const started = spawn(process.execPath, [writerScript, build, folder, String(runs), mode])
  let output = ''
  let errors = ''
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  return { process: started, lines: () => output.split('\n').slice(0, -1), errors: () => errors }
}

async function finished(writer: Writer): Promise<void> {
  const [code] = await once(writer.process, 'close')
  if (code !== 0) throw new Error(writer.errors())
}

function optionsIn(folder: string): LedgerOptions {
  const { signer, trusted } = loadOrCreateKeys(join(folder, 'keys'))
  return {
    path: join(folder, 'ledger.db'),
    engine: Libsql,
    signer,
    keys: trusted,
    clock: systemClock,
    owner: currentOwner(),
  }
}

function recorded(path: string): ReadonlySet<string> {
  const rows = new Libsql(path).prepare('SELECT kind, run_id FROM records').all()
  return new Set(
    rows.map((row) =>
      Object.values(row as object)
        .slice(0, 2)
        .join(' '),
    ),
  )
}

test.each([2, 4])(
  '%i processes that begin at once agree on one key and one chain',
  async (count) => {
    const folder = newFolder()
    const writers = Array.from({ length: count }, () => startWriter(folder, 100))
    await Promise.all(writers.map(finished))
    const options = optionsIn(folder)
    expect(options.keys.size).toBe(1)
    expect(verifyLedger(options)).toMatchObject({ status: 'intact', size: count * 200, open: [] })
    const lines = writers.flatMap((writer) => writer.lines())
    expect(lines).toHaveLength(count * 200)
    expect(recorded(options.path)).toEqual(new Set(lines))
  },
)

test('of processes killed at any moment nothing acknowledged is lost, and their runs are closed', async () => {
  const folder = newFolder()
  const acknowledged: string[] = []
  for (let round = 0; round < 20; round++) {
    const writer = startWriter(folder, 100_000)
    await once(writer.process.stdout ?? writer.process, 'data')
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
    writer.process.kill('SIGKILL')
    await once(writer.process, 'close')
    acknowledged.push(...writer.lines())
  }
  const options = optionsIn(folder)
  const found = recorded(options.path)
  expect(acknowledged.length).toBeGreaterThan(20)
  expect(acknowledged.filter((line) => !found.has(line))).toEqual([])
  expect(verifyLedger(options)).toMatchObject({ status: 'intact' })
  openLedger(options).dispose()
  expect(verifyLedger(options)).toMatchObject({ status: 'intact', open: [] })
})

test('what a dead process left open is closed as crashed at the next opening', async () => {
  const folder = newFolder()
  await finished(startWriter(folder, 3, 'intents'))
  const options = optionsIn(folder)
  expect(verifyLedger(options).open).toHaveLength(3)
  openLedger(options)
  expect(verifyLedger(options)).toMatchObject({ status: 'intact', size: 6, open: [] })
})

test('a full disk is told, loses nothing, and lets runs that have begun be closed', () => {
  const folder = newFolder()
  const script = join(root, 'test/fixtures/ledger-full-disk.mjs')
  const onSmallDisk = 'mount -t tmpfs -o size=8m tmpfs "$3" && exec "$0" "$1" "$2" "$3"'
  const namespaces = process.geteuid?.() === 0 ? '--mount' : '--map-root-user --mount'
  const command = ['sh', '-c', onSmallDisk, process.execPath, script, build, folder]
  const output = execFileSync('unshare', [...namespaces.split(' '), ...command])
  expect(JSON.parse(output.toString())).toMatchObject({
    intentOnFullDisk: 'disk-full',
    closesOnFullDisk: Array(20).fill('ok'),
    afterCloses: { status: 'intact', size: 40, open: [] },
    intentOnFullerDisk: 'disk-full',
    intentAfterwards: 'ok',
    afterwards: { status: 'intact', size: 41 },
  })
})

test('a ledger that may not be written is told, and can still be verified', () => {
  const folder = newFolder()
  const options = optionsIn(folder)
  const ledger = openLedger(options)
  ledger.intend(intentOf(newRunId()))
  const readable = join(folder, 'copy')
  mkdirSync(readable)
  const path = join(readable, 'ledger.db')
  new Libsql(options.path).exec(`VACUUM INTO '${path}'`)
  chmodSync(folder, 0o755)
  chmodSync(path, 0o444)
  chmodSync(readable, 0o555)
  asNobody(() => {
    const refusal = expect.objectContaining({ code: 'ledger-unavailable' })
    expect(() => openLedger({ ...options, path })).toThrow(refusal)
    expect(verifyLedger({ ...options, path })).toMatchObject({ status: 'intact', size: 1 })
  })
  chmodSync(readable, 0o700)
})

/** Root may write everywhere, so that what is refused to others is tried as somebody else. */
function asNobody(action: () => void): void {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65534)
  try {
    action()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}
