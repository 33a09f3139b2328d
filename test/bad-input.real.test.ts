import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createCordon } from '../src/surfaces/cordon.ts'
import { lockedIn, readProc, until } from './processes.ts'
import { Workplace } from './workplace.ts'

const workplace = new Workplace()
const good = workplace.read('cordon.yaml')
afterAll(() => workplace.remove())

/** Whatever was given: no process, no granted file, no open intent stays behind, and no record is lost. */
let known = 0
afterEach(async () => {
  workplace.write('cordon.yaml', good)
  expect(workplace.leftovers()).toEqual([])
  known = await recordCount(known)
})

/** How many records the ledger holds, which is whole, has no open run, and never has fewer than before. */
async function recordCount(before: number): Promise<number> {
  if (!existsSync(workplace.path('.cordon/ledger.db'))) return 0
  await using cordon = createCordon({ config: workplace.path('cordon.yaml') })
  const report = await cordon.verifyLedger()
  expect(report).toMatchObject({ status: 'intact', open: [] })
  expect(report.size).toBeGreaterThanOrEqual(before)
  return report.size
}

describe('a wrong request is refused with exit code 2', () => {
  const base = ['--data', 'bonds=bonds.csv', '--as', 'analyst.json']

  test.each([
    ['a missing script', ['missing.py', ...base], 'Cannot read missing.py: there is no such file'],
    [
      'a missing data file',
      ['ok.py', '--data', 'bonds=none.csv', '--as', 'analyst.json'],
      'none.csv',
    ],
    ['no principal', ['ok.py', '--data', 'bonds=bonds.csv'], '--as'],
    [
      'a dataset name that is no identifier',
      ['ok.py', '--data', '1st=bonds.csv', '--as', 'analyst.json'],
      'a dataset name is a letter',
    ],
    ['a dataset without a path', ['ok.py', '--data', 'bonds', '--as', 'analyst.json'], 'NAME=PATH'],
    [
      'a dataset without a policy',
      ['ok.py', '--data', 'loans=bonds.csv', '--as', 'analyst.json'],
      'loans has no policy',
    ],
    [
      'a limit that is no size',
      ['ok.py', ...base, '--memory', 'lots'],
      '--memory cannot be "lots"',
    ],
    ['a limit above the policy', ['ok.py', ...base, '--timeout', '1h'], 'the policy allows 30 s'],
    ['a ragged CSV', ['ok.py', '--data', 'bonds=ragged.csv', '--as', 'analyst.json'], 'ragged.csv'],
    ['an unknown option', ['ok.py', ...base, '--frobnicate'], 'unknown option'],
    [
      'an unknown role',
      ['ok.py', '--data', 'bonds=bonds.csv', '--as', 'stranger.json'],
      'unknown role boss',
    ],
    [
      'a principal that is no JSON',
      ['ok.py', '--data', 'bonds=bonds.csv', '--as', 'ok.py'],
      'is no JSON',
    ],
    ['a device as script', ['/dev/zero', ...base], 'it is a device'],
    [
      'a device as principal',
      ['ok.py', '--data', 'bonds=bonds.csv', '--as', '/dev/zero'],
      'it is a device',
    ],
    ['a pipe as configuration', ['ok.py', ...base, '--config', '/dev/stdin'], 'it is not a file'],
    ['a missing configuration', ['ok.py', ...base, '--config', 'none.yaml'], 'none.yaml'],
  ])('%s', async (_, args, message) => {
    workplace.write('ok.py', 'result = 1')
    workplace.write('stranger.json', '{"id": "x", "roles": ["boss"]}')
    workplace.write(
      'ragged.csv',
      `${workplace.read('bonds.csv').split('\n').slice(0, 3).join('\n')}\na,b\n`,
    )
    const ended = await workplace.cordon(['run', ...args])
    expect(ended.stderr).toContain(message)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
  })

  test.each([
    ['a YAML typo', (text: string) => text.replace('datasets:', 'datasets: ]'), 'YAML'],
    [
      'an unknown setting',
      (text: string) => text.replace('sandbox:', 'sandbocks:'),
      'sandbocks: is no known setting',
    ],
    [
      'an unknown mask',
      (text: string) => text.replace('default: remove', 'default: hide'),
      'datasets -> bonds -> columns -> sales_email -> mask',
    ],
    ['an unknown column in the policy', (text: string) => text.replace('ISIN:', 'ISEN:'), 'ISEN'],
    [
      'a condition over an unknown column',
      (text: string) => text.replace('row.desk in', 'row.desc in'),
      'desc',
    ],
    [
      'a role without a definition',
      (text: string) => text.replace('  head-of-desk:\n    perm', '  boss:\n    perm'),
      'head-of-desk',
    ],
    [
      'a wrong permission',
      (text: string) => text.replace('bonds:read', 'bonds:reed'),
      'roles -> analyst -> permissions -> 0',
    ],
  ])('%s', async (_, change, message) => {
    workplace.configure(change)
    const ended = await workplace.run('result = 1').catch((error) => error)
    expect(ended.document).toMatchObject({
      document: 'cordon.error/1',
      error: { message: expect.stringContaining(message) },
    })
    expect(ended.code).toBe(2)
  })

  test('a fault in the configuration is named with its line', async () => {
    workplace.configure((text) => text.replace('wall: 30s', 'wall: soon'))
    const ended = await workplace.cordon(['run', 'ok.py', '--as', 'analyst.json'])
    expect(ended.stderr).toContain(
      'sandbox -> limits -> wall: write a duration such as 30s, 500ms or 5m (line 9)',
    )
  })
})

describe('a script that is no script is denied', () => {
  test.each([
    ['not UTF-8', Uint8Array.of(0x72, 0x20, 0x3d, 0x20, 0x22, 0xff, 0xfe, 0x22)],
    ['a null byte', 'result = 1\0'],
    ['no Python', 'result = = 1'],
    ['10 MB', `result = 1\n${'# padding padding padding padding\n'.repeat(320_000)}`],
  ])('%s', async (_, code) => {
    const { code: exit, document } = await workplace.run(code)
    expect(document).toMatchObject({ status: 'refused', findings: [{ layer: 'syntax' }] })
    expect(exit).toBe(1)
  })
})

describe('an unusual answer', () => {
  test('an empty table is an answer', async () => {
    const { code, document } = await workplace.run(
      'result = bonds[bonds["size_musd"] < 0].head()[["ISIN"]]',
    )
    expect(code).toBe(0)
    expect(document).toMatchObject({ answer: { value: { kind: 'frame', rowCount: 0, rows: [] } } })
  })

  test('what has no type that can leave fails and says which types can', async () => {
    const { code, document } = await workplace.run('class Odd: pass\nresult = Odd()')
    expect(code).toBe(4)
    expect(document).toMatchObject({
      failure: { kind: 'untyped', message: expect.stringContaining('DataFrame') },
    })
  })

  test.each([
    ['text', 'result = "x" * (80 * 1024 * 1024)'],
    ['a frame', 'import pandas as pd\nresult = pd.DataFrame({"a": ["x" * 100] * 1_000_000})'],
  ])('a result beyond the limit as %s is stopped and named', async (_, code) => {
    const ended = await workplace.run(code)
    expect(ended.document).toMatchObject({ failure: { kind: 'limit', limit: 'resultBytes' } })
    expect(ended.code).toBe(4)
  })

  test('a result of 2 GB meets a limit', async () => {
    const { code, document } = await workplace.run('result = "x" * (len(bonds) * 1_300_000)')
    expect(document).toMatchObject({ failure: { kind: 'limit' } })
    expect(code).toBe(4)
  })
})

describe('interruptions', () => {
  test('Ctrl-C stops the run, closes its intent and leaves a receipt', async () => {
    const script = workplace.write(
      'slow.py',
      'import time\nprint("begun")\ntime.sleep(20)\nresult = 1',
    )
    const before = workplace.receipts().length
    const ended = await workplace.cordon(
      ['run', script, '--data', 'bonds=bonds.csv', '--as', 'analyst.json', '--json'],
      { onStart: (pid) => void onceRunning().then(() => process.kill(pid, 'SIGINT')) },
    )
    expect(ended.code).toBe(4)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: 'failed',
      failure: { kind: 'cancelled' },
    })
    expect(workplace.receipts()).toHaveLength(before + 1)
  })

  test('a pipe that nobody writes to is left at the second Ctrl-C', async () => {
    execFileSync('mkfifo', [workplace.path('pipe')])
    const ended = await workplace.cordon(['check', 'pipe'], {
      onStart: (pid) => void interruptTwice(pid),
    })
    expect(ended.signal).toBe('SIGINT')
  })

  test('kill -9 leaves nothing running, and the next start closes the intent', async () => {
    const script = workplace.write('slow.py', 'import time\ntime.sleep(20)\nresult = 1')
    const ended = await workplace.cordon(
      ['run', script, '--data', 'bonds=bonds.csv', '--as', 'analyst.json', '--json'],
      { onStart: (pid) => void onceRunning().then(() => process.kill(pid, 'SIGKILL')) },
    )
    expect(ended.code).toBeNull()
    await until(() => workplace.sandboxed().length === 0)
    expect((await workplace.run('result = 1')).code).toBe(0)
  })

  test('two runs at once on one ledger both get in', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map((n) => runNamed(`at-once-${n}.py`, `result = ${n}`)),
    )
    expect([first?.code, second?.code]).toEqual([0, 0])
  })

  test('a full disk is named, and nothing is answered without evidence', async () => {
    const mount =
      'mkdir -p full && mount -t tmpfs -o size=300k tmpfs full && head -c 1m /dev/zero > full/filler'
    workplace.configure((text) => text.replace('state: .cordon', 'state: full/state'))
    const command = `${mount}; exec "$0" "$@"`
    const main = new URL('../dist/bundle/cordon.js', import.meta.url).pathname
    const script = workplace.write('ok.py', 'result = 1')
    const args = [
      '--mount',
      '--propagation',
      'private',
      ...(process.getuid?.() === 0 ? [] : ['-Ur']),
    ]
    const ended = await workplace.start('unshare', [
      ...args,
      'sh',
      '-c',
      command,
      process.execPath,
      main,
      'run',
      script,
      '--as',
      'analyst.json',
      '--json',
    ])
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'disk-full' } })
    expect(ended.code).toBe(5)
  })
})

/** Once the script of a command line here is being run. */
const onceRunning = () => until(() => lockedIn(workplace.sandboxed()).length > 0)

/** Sends a second SIGINT as soon as the command has taken the first for its own. */
async function interruptTwice(pid: number): Promise<void> {
  // Node itself catches SIGINT from the start, SIGHUP only where somebody asks for it.
  await until(() => catches(pid, constants.signals.SIGHUP))
  process.kill(pid, 'SIGINT')
  await until(() => !catches(pid, constants.signals.SIGINT))
  process.kill(pid, 'SIGINT')
}

function catches(pid: number, signal: number): boolean {
  const caught = /^SigCgt:\s+([0-9a-f]+)$/m.exec(readProc(pid, 'status'))?.[1] ?? '0'
  return ((BigInt(`0x${caught}`) >> BigInt(signal - 1)) & 1n) === 1n
}

async function runNamed(name: string, code: string) {
  const script = workplace.write(name, code)
  return workplace.cordon([
    'run',
    script,
    '--data',
    'bonds=bonds.csv',
    '--as',
    'analyst.json',
    '--json',
  ])
}
