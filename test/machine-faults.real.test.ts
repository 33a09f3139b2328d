import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import type { Principal } from '../src/kernel/principal.ts'
import { createCordon } from '../src/surfaces/cordon.ts'
import { Workplace } from './workplace.ts'

const workplace = new Workplace()
const cordonCommand = fileURLToPath(new URL('../dist/bundle/cordon.js', import.meta.url))
const principal: Principal = JSON.parse(readFileSync(workplace.path('analyst.json'), 'utf8'))

afterEach(() => vi.useRealTimers())

test('a clock that jumps by years changes no answer, no usage and no ledger', async () => {
  const cordon = createCordon({ config: workplace.path('cordon.yaml') })
  const run = () =>
    cordon.run({ code: 'len(bonds)', principal, datasets: { bonds: workplace.path('bonds.csv') } })
  const first = await run()
  vi.useFakeTimers({ toFake: ['Date'] })
  for (const years of [10, -10, 0]) {
    vi.setSystemTime(Date.UTC(2026 + years))
    const outcome = await run()
    expect(outcome.status).toBe(first.status)
    if (outcome.status !== 'answered') throw new Error(outcome.status)
    expect(outcome.usage.wallMs).toBeLessThan(30_000)
    expect((await cordon.verify(outcome.receipt)).ok).toBe(true)
  }
  expect(await cordon.verifyLedger()).toMatchObject({ status: 'intact', open: [] })
  await cordon.close()
})

test.each([20, 22, 24, 26, 28, 40, 80])(
  'a process that may open only %i files says so, and ends',
  (files) => {
    workplace.write('one.py', 'result = 1\n')
    const words = ['run', 'one.py', '--data', 'bonds=bonds.csv', '--as', 'analyst.json', '--json']
    const { status, stdout } = spawnSync(
      '/usr/bin/prlimit',
      [`--nofile=${files}:${files}`, process.execPath, cordonCommand, ...words],
      { cwd: workplace.folder, encoding: 'utf8', timeout: 50_000, killSignal: 'SIGKILL' },
    )
    expect(status).toBe(5)
    const { error } = JSON.parse(stdout)
    expect(error.message).toMatch(/No more files can be opened|RLIMIT_NOFILE of 256 cannot be set/)
  },
)
