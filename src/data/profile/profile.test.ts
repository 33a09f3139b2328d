import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { formatIssue } from '../../kernel/issue.ts'
import { parseDatasets } from '../config.ts'
import { maskLabel } from '../policy.ts'
import { type DatasetProfile, profileFile } from './profile.ts'
import { datasetNameOf, proposalYaml } from './proposal-yaml.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-profile-'))
afterAll(() => rmSync(folder, { recursive: true }))

function profile(name: string, text: string, signal?: AbortSignal): Promise<DatasetProfile> {
  const path = join(folder, name)
  writeFileSync(path, text)
  return profileFile(path, { engine, memoryBytes: 256 << 20, threads: 2, signal })
}

const firstNames = ['Ana', 'Kim', 'Omar', 'Priya', 'Sven']
const people = Array.from({ length: 50 }, (_, at) =>
  [
    at,
    `${firstNames[at % 5]} Person${'abcdefghij'[at % 10]}`,
    at % 5 === 0 ? '' : `user${at}@example.com`,
    `+49 30 1234${String(at).padStart(3, '0')}`,
    `19${50 + (at % 50)}-03-0${1 + (at % 9)}`,
    40_000 + at * 1000,
    at % 10 === 0 ? 'please call +44 20 7946 0958' : 'all fine',
    'hunter2',
  ].join(','),
)
const table = `n,full_name,email,phone,date_of_birth,salary,remarks,password\n${people.join('\n')}\n`

test('says what each column holds and proposes how to protect it', async () => {
  const { columns, rowCount } = await profile('people.csv', table)
  expect(rowCount).toBe(50)
  expect(
    columns.map(({ name, findings, proposal }) => [
      name,
      findings.kind?.kind ?? findings.inside.map((found) => found.kind).join(),
      proposal.classification,
      maskLabel(proposal.mask),
    ]),
  ).toEqual([
    ['n', '', 'INTERNAL', 'none'],
    ['full_name', 'person-name', 'RESTRICTED', 'hash'],
    ['email', 'email', 'RESTRICTED', 'hash'],
    ['phone', 'phone', 'RESTRICTED', 'partial'],
    ['date_of_birth', 'birth-date', 'RESTRICTED', 'generalize: year'],
    ['salary', 'amount', 'CONFIDENTIAL', 'generalize: 5000'],
    ['remarks', 'phone', 'RESTRICTED', 'detect: phone, known: full_name, by: tokenize'],
    ['password', 'secret', 'RESTRICTED', 'remove'],
  ])
  expect(columns[2]).toMatchObject({ nullShare: 0.2, distinctCount: 40, isDistinctExact: true })
  expect(columns[7]?.distinctCount).toBe(1)
})

test('no value is in a profile, nor in what it proposes', async () => {
  const seen = await profile('people.csv', table)
  const text = JSON.stringify(seen) + proposalYaml(datasetNameOf('people.csv'), seen)
  for (const value of ['Person', 'example.com', '7946', 'hunter2', '1950', 'call +44']) {
    expect(text).not.toContain(value)
  }
})

test('looks into nested values, and takes an empty table', async () => {
  const nested = await profile('n.ndjson', '{"a": {"iban": "DE89370400440532013000"}, "b": [1]}\n')
  expect(nested.columns[0]?.findings.inside).toEqual([{ kind: 'iban', share: 1 }])
  expect(nested.columns[0]?.proposal.mask.kind).toBe('detect')
  const empty = await profile('e.csv', 'email,b\n')
  expect(empty.columns.map(({ nullShare, distinctCount }) => [nullShare, distinctCount])).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('finds what lies far down in a long file, and the same each time', async () => {
  const lines = Array.from({ length: 30_000 }, (_, at) =>
    at < 15_000 ? `${at}x` : `u${at}@example.com`,
  )
  const text = `value\n${lines.join('\n')}\n`
  const [one, two] = [await profile('long.csv', text), await profile('long.csv', text)]
  expect(one.columns[0]?.findings).toEqual(two.columns[0]?.findings)
  const { kind, inside = [] } = one.columns[0]?.findings ?? {}
  expect(kind?.kind ?? inside[0]?.kind).toBe('email')
})

test('a wide table is looked at in parts', async () => {
  const names = Array.from({ length: 250 }, (_, at) => `c${at}`)
  const values = names.map((_, at) => (at === 249 ? 'ana@example.com' : at))
  const { columns } = await profile('wide.csv', `${names.join(',')}\n${values.join(',')}\n`)
  expect(columns.map(({ name }) => name)).toEqual(names)
  expect(columns[249]?.findings.kind?.kind).toBe('email')
})

test('law: the proposed configuration is one, whatever the columns are called, and shows nobody anything', () => {
  const column = fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== '__proto__'),
    classification: fc.constantFrom('PUBLIC' as const, 'INTERNAL' as const, 'RESTRICTED' as const),
    mask: fc.oneof(
      fc.constantFrom('none' as const, 'hash' as const, 'null' as const).map((kind) => ({ kind })),
      fc.constantFrom(0.001, 1e-7, 1e21, 50).map((size) => ({ kind: 'bin' as const, size })),
      fc.constant({ kind: 'date' as const, step: 'year' as const }),
    ),
  })
  const columns = fc.uniqueArray(column, { selector: ({ name }) => name, minLength: 1 })
  fc.assert(
    fc.property(columns, fc.string(), (some, fileName) => {
      const seen = {
        columns: some.map(({ name, ...proposal }) => ({
          name,
          type: 'VARCHAR',
          nullShare: 0,
          distinctCount: 1,
          isDistinctExact: true,
          spread: 0,
          findings: { inside: [] },
          proposal,
        })),
      }
      const name = datasetNameOf(fileName)
      const text = proposalYaml(name, {
        ...seen,
        rowCount: 1,
        bytes: 1,
        digest: '' as DatasetProfile['digest'],
      })
      const document = parseDocument(text, { strict: true })
      expect(document.errors).toEqual([])
      const parsed = parseDatasets(document.toJS().datasets, [])
      if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'))
      const policy = parsed.value.get(name)
      expect([...(policy?.rows ?? [])]).toEqual([['default', 'false']])
      for (const { name: at, mask } of some) expect(policy?.columns.get(at)?.default).toEqual(mask)
    }),
  )
})

test.each([
  ['Bond prices-2.csv', 'Bond_prices_2'],
  ['2024.parquet', 'data_'],
  ['class.csv', 'data_class'],
  ['größe.csv', 'gr_e'],
])('the file %s gives the dataset %s', (fileName, name) => {
  expect(datasetNameOf(fileName)).toBe(name)
})

test('a broken file and an abort give the errors of the data room', async () => {
  await expect(profile('bad.csv', 'a,b\n1,2,3\n')).rejects.toMatchObject({ code: 'data-invalid' })
  const signal = AbortSignal.abort()
  await expect(profile('people.csv', table, signal)).rejects.toMatchObject({ code: 'cancelled' })
})
