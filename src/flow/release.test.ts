import * as arrow from 'apache-arrow'
import { expect, test } from 'vitest'
import type { Answer } from '../kernel/answer.ts'
import { canonicalJson, sha256 } from '../ledger/canonical.ts'
import { release } from './release.ts'

function frameOf(rowCount: number, columnCount: number): Answer {
  const names = Array.from({ length: columnCount }, (_, at) => `c${at}`)
  const values = () => Int32Array.from({ length: rowCount }, (_, row) => row)
  const table = arrow.tableFromArrays(Object.fromEntries(names.map((name) => [name, values()])))
  const frame = {
    columns: names.map((name) => ({ name, type: 'integer' as const })),
    rowCount,
    arrow: arrow.tableToIPC(table, 'stream'),
  }
  return { value: { kind: 'frame', frame }, figures: [], stdout: '', stderr: '' }
}

const loadArrow = async () => arrow

test('a table is told by its rows', async () => {
  const { json, evidence } = await release(frameOf(2, 2), loadArrow)
  expect(json).toMatchObject({
    value: {
      rowCount: 2,
      rows: [
        [0, 0],
        [1, 1],
      ],
    },
  })
  expect(evidence.digest).toBe(sha256(canonicalJson(json)))
})

test('a table of more than a million cells is told by the digest of its Arrow stream', async () => {
  const answer = frameOf(1_000_000, 10)
  const { json, evidence } = await release(answer, loadArrow)
  if (answer.value.kind !== 'frame') throw new Error()
  const bytes = answer.value.frame.arrow
  expect(json).toMatchObject({
    value: { rowCount: 1_000_000, arrow: { sha256: sha256(bytes), bytes: bytes.length } },
  })
  const { value } = structuredClone(json) as { value: { head: unknown[]; rows?: unknown } }
  expect([value.head.length, value.head[19], value.rows]).toEqual([
    20,
    Array(10).fill(19),
    undefined,
  ])
  expect(evidence.digest).toBe(sha256(canonicalJson(json)))
  expect(evidence.bytes).toBeGreaterThan(bytes.length)
})

test('one changed byte of a large table changes what the receipt names', async () => {
  const [one, other] = [frameOf(200_000, 10), frameOf(200_000, 10)]
  if (other.value.kind !== 'frame') throw new Error()
  const bytes = other.value.frame.arrow
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
  const digests = await Promise.all(
    [one, other].map(async (answer) => (await release(answer, loadArrow)).evidence.digest),
  )
  expect(digests[0]).not.toBe(digests[1])
})
