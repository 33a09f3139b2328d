import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCommandLine } from '../../../../test/command-line.ts'
import { dataCatalogOperation } from '../../../api/operations/data-catalog.ts'
import { dataProfileOperation } from '../../../api/operations/data-profile.ts'
import { readEnvironment, requireConfiguration } from '../../config.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-profile-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
writeFileSync(at('people.csv'), '<b>,email\n1,ana@example.com\n2,kim@example.com\n')

const cordon = (...args: readonly string[]) => runCommandLine(args)

test('prints a line a column and no value', async () => {
  const { code, out } = await cordon('data', 'profile', at('people.csv'))
  expect(code).toBe(0)
  expect(out).toMatch(/people {2}people\.csv: 2 rows, 2 columns/)
  expect(out).toMatch(/email +VARCHAR +0 % +2 +email 99 % +RESTRICTED +hash/)
  expect(out).not.toContain('@example')
})

test.each([
  ['profile', 40],
  ['profile', 80],
  ['catalog', 80],
])('data %s fits a terminal of %i columns', async (command, width) => {
  const name = 'a_long_name_of_a_column_that_is_not_short'
  const path = at('wide.csv')
  writeFileSync(
    path,
    `${name},note,address\n${'1,call ana@example.com or DE89370400440532013000 at 10.1.2.3,x\n'.repeat(9)}`,
  )
  writeFileSync(
    at('cordon.yaml'),
    'version: 1\ndatasets:\n  wide:\n    classification: INTERNAL\n    source: wide.csv\n    rows: { default: true }\n',
  )
  const args = command === 'profile' ? [path] : ['--config', at('cordon.yaml')]
  const { out } = await runCommandLine(['data', command, ...args], { width })
  expect(out).toContain('note')
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
})

test('writes a configuration that Cordon reads, and a page without values or markup of the data', async () => {
  const [yaml, html] = [at('proposal.yaml'), at('page.html')]
  const done = await cordon('data', 'profile', at('people.csv'), '--output', yaml, '--html', html)
  expect(done.code).toBe(0)
  const text = readFileSync(yaml, 'utf8')
  const configuration = requireConfiguration(text, { folder, environment: readEnvironment() })
  expect(configuration.policy.datasets.get('people')?.columns.get('email')?.default.kind).toBe(
    'hash',
  )
  const page = readFileSync(html, 'utf8')
  expect(page).toContain('&lt;b&gt;')
  expect(page).not.toContain('<b>')
  expect(page + text).not.toContain('@example')
  const again = await cordon('data', 'profile', at('people.csv'), '--output', yaml)
  expect([again.code, readFileSync(yaml, 'utf8')]).toEqual([2, text])
  expect(again.err).toContain('there already is one')
})

test('gives machines a document that fits its shape', async () => {
  const { out } = await cordon('data', 'profile', at('people.csv'), '--name', 'staff', '--json')
  const document = JSON.parse(out)
  expect(dataProfileOperation.output.safeParse(document).success).toBe(true)
  expect(document).toMatchObject({ document: 'cordon.data-profile/1', name: 'staff', rowCount: 2 })
})

test.each([
  [['missing.csv'], 'Cannot read'],
  [['people.csv', '--name', 'class'], '"class" is a Python keyword'],
])('a wrong request is refused: %j', async ([file = '', ...args], message) => {
  const { code, err } = await cordon('data', 'profile', at(file), ...args)
  expect(code).toBe(2)
  expect(err).toContain(message)
  expect(existsSync(at('out.yaml'))).toBe(false)
})

test('the catalog tells owner, version, statistics and protection, and why a source cannot be read', async () => {
  writeFileSync(
    at('cordon.yaml'),
    `version: 1
datasets:
  people:
    classification: CONFIDENTIAL
    owner: Data Office
    source: people.csv
    rows: { default: "true" }
    columns: { email: { classification: RESTRICTED, mask: hash } }
  lost: { classification: PUBLIC, source: lost.csv, rows: { default: "true" } }
  open: { classification: PUBLIC, rows: { default: "true" } }
`,
  )
  const { code, out } = await cordon('data', 'catalog', '--config', at('cordon.yaml'), '--json')
  expect(code).toBe(0)
  const { datasets } = dataCatalogOperation.output.parse(JSON.parse(out)) as {
    datasets: readonly Record<string, unknown>[]
  }
  expect(datasets).toMatchObject([
    {
      name: 'people',
      owner: 'Data Office',
      rowCount: 2,
      version: createHash('sha256')
        .update(readFileSync(at('people.csv')))
        .digest('hex'),
      columns: [
        { name: '<b>', type: 'BIGINT', classification: 'CONFIDENTIAL', mask: 'none', kind: null },
        {
          name: 'email',
          classification: 'RESTRICTED',
          mask: 'hash',
          distinctCount: 2,
          kind: 'email',
        },
      ],
    },
    { name: 'lost', problem: expect.stringContaining('there is no such file') },
    { name: 'open', problem: 'its files are named by each run' },
  ])
  expect(out).not.toContain('@example')
  const shown = await cordon('data', 'catalog', 'people', '--config', at('cordon.yaml'))
  expect(shown.out).toMatch(/email +VARCHAR +0 % +2 +RESTRICTED +hash +email/)
})
