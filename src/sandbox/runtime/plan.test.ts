import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { dataSciencePlan, minimalPlan, pinsOf } from './plan.ts'

const read = (file: string | undefined) => readFile(file ?? '', 'utf8')

describe.each([
  ['data-science', dataSciencePlan, 9],
  ['minimal', minimalPlan, 2],
])('the lock file of %s', async (_, plan, wantedCount) => {
  const lock = await read(plan.lockFile)
  const ranges = await read(plan.rangesFile)

  test('pins every package with at least one SHA-256', () => {
    const entries = lock
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
    const pinned = entries.match(
      /^[a-z0-9-]+==\S+ \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+/gm,
    )
    expect(pinned?.join('')).toBe(entries)
    expect(pinsOf(lock)).toHaveLength(pinned?.length ?? 0)
  })

  test('holds every package that the ranges ask for', () => {
    const wanted = [...ranges.matchAll(/^([a-z][a-z-]*)>=/gm)].map((match) => match[1])
    const locked = pinsOf(lock).map((pin) => pin.split('==')[0])
    expect(wanted).toHaveLength(wantedCount)
    expect(locked).toEqual(expect.arrayContaining(wanted))
  })
})

test('what is minimal or extra is locked as everything else', async () => {
  const entries = (text: string) => text.match(/^\S+==.*\\\n.*$/gm) ?? []
  const all = entries(await read(dataSciencePlan.lockFile))
  expect(all).toEqual(expect.arrayContaining(entries(await read(minimalPlan.lockFile))))
  const files = dataSciencePlan.extrasFiles ?? []
  const [extras = [], clients = []] = await Promise.all(
    files.map(async (file) => pinsOf(await read(file))),
  )
  expect(extras).toEqual(['plotly==7.1.0'])
  const names = clients.map((pin) => pin.split('==')[0])
  expect(names).toEqual(expect.arrayContaining(['requests', 'httpx', 'boto3', 'urllib3']))
})

test('pins are names with versions and nothing else', () => {
  const text =
    '# a==1\nb-c==2.0 \\\n    --hash=sha256:00\nd==3.post1 ; python_version > "3"\n-r e==4\n'
  expect(pinsOf(text)).toEqual(['b-c==2.0', 'd==3.post1'])
})
