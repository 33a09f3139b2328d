import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from './workplace.ts'

const workplace = new Workplace()
afterAll(() => workplace.remove())

workplace.write(
  'people.csv',
  'full_name,country,notes\nZbyněk Ondráček,CZ,"Ondráček wrote from zb@example.com"\n',
)
workplace.write(
  'cordon.yaml',
  `version: 1
state: .cordon
roles:
  reader: { permissions: ["people:*:RESTRICTED", "guests:*:RESTRICTED"] }
  head: { permissions: ["people:*:RESTRICTED"] }
  low: { permissions: ["people:read:INTERNAL"] }
datasets:
  guests:
    classification: INTERNAL
    source: people.csv
    rows: { default: "true" }
    columns: { Full_Name: { mask: none } }
  people:
    classification: INTERNAL
    source: people.csv
    rows: { default: "true" }
    columns:
      full_name: { classification: RESTRICTED, mask: { default: tokenize, head: none, low: none } }
      country: { mask: { generalize: region } }
      notes: { classification: RESTRICTED, mask: { default: { detect: all, known: [full_name] }, head: none } }
`,
)
for (const role of ['reader', 'head', 'low']) {
  workplace.write(`${role}.json`, JSON.stringify({ id: role, roles: [role] }))
}
const research = { id: 'r', roles: ['reader'], attributes: { purpose: 'research' } }
workplace.write('research.json', JSON.stringify(research))
workplace.write('show.py', 'result = people')

async function rowsOf(who: string): Promise<string[]> {
  const { stdout } = await workplace.cordon([
    'run',
    'show.py',
    '--data',
    'people=people.csv',
    '--as',
    `${who}.json`,
    '--json',
  ])
  return JSON.parse(stdout).answer.value.rows[0]
}

function restore(who: string, column: string, ...texts: readonly string[]) {
  const of = ['--data', 'people', '--column', column, '--as', `${who}.json`]
  return workplace.cordon(['data', 'restore', ...texts, ...of])
}

let name = ''
let notes = ''
beforeAll(async () => {
  const row = await rowsOf('reader')
  expect(row[1]).toBe('Eastern Europe')
  expect(row.join()).not.toMatch(/Ondr|example/)
  ;[name = '', , notes = ''] = row
}, 60_000)

test('tokens come back for who may see the column, also out of a text, and the ledger says who asked', async () => {
  expect(await restore('head', 'full_name', name)).toMatchObject({
    code: 0,
    stdout: 'Zbyněk Ondráček\n',
  })
  const { stdout } = await restore('head', 'notes', notes)
  expect(stdout).toContain('[zb@example.com]')
  const refused = await restore('reader', 'full_name', name)
  expect(refused.code).toBe(1)
  expect(refused.stdout).toContain('may not see "full_name" of people unmasked')
  const low = await restore('low', 'full_name', name)
  expect(low.stdout).toContain('low has no permission people:read:RESTRICTED')
  const { stdout: ledger } = await workplace.cordon(['ledger', 'verify', '--json'])
  expect(JSON.parse(ledger)).toMatchObject({ status: 'intact', size: 10 })
}, 60_000)

test('no other dataset, and no other letter case, opens a way around the policy of a column', async () => {
  const of = ['--column', 'Full_Name', '--as', 'reader.json']
  const around = await workplace.cordon(['data', 'restore', name, '--data', 'guests', ...of])
  expect([around.code, around.stdout]).toEqual([
    1,
    'Not restored: the caller may not see "full_name" of people unmasked.\n',
  ])
  const other = await workplace.cordon(['data', 'restore', name, '--data', 'people', ...of])
  expect(other.stdout).toContain('the policy of people lists no column "Full_Name"')
}, 60_000)

test('another purpose has other tokens, which the purpose of the caller does not turn back', async () => {
  const [other = ''] = await rowsOf('research')
  expect(other).not.toBe(name)
  expect((await restore('head', 'full_name', other)).stdout).toContain('(no token of this column)')
  const told = await restore('head', 'full_name', other, '--purpose', 'research')
  expect(told.stdout).toBe('Zbyněk Ondráček\n')
}, 60_000)

test('a new key makes other tokens and old ones still come back, until the old key is gone', async () => {
  expect((await workplace.cordon(['data', 'rotate-key'])).code).toBe(0)
  const [young = ''] = await rowsOf('reader')
  expect(young).toMatch(/^full_name:t2\./)
  const both = await restore('head', 'full_name', name, young)
  expect(both.stdout).toBe('Zbyněk Ondráček\nZbyněk Ondráček\n')
  rmSync(workplace.path('.cordon/keys/mask.key'))
  const gone = await restore('head', 'full_name', name)
  expect(gone.code).not.toBe(0)
  expect(gone.stderr).toContain('Version 1 of the mask key is not here')
  expect((await restore('head', 'full_name', young)).stdout).toBe('Zbyněk Ondráček\n')
}, 60_000)
