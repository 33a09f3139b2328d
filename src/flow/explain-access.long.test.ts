import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDatasets } from '../data/config.ts'
import { type Governor, openGovernor } from '../data/govern.ts'
import type { DatasetPolicy } from '../data/policy.ts'
import { DecideConfig, RolesConfig } from '../decide/config.ts'
import { type DecisionPolicy, decide } from '../decide/decide.ts'
import type { Capabilities } from '../kernel/capabilities.ts'
import { classifications } from '../kernel/classification.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { DatasetName } from '../kernel/ids.ts'
import type { Principal } from '../kernel/principal.ts'
import { type AccessExplanation, type ColumnAccess, explainAccess } from './explain-access.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-explain-'))
const path = join(folder, 't.csv')
const rowCount = 40
let governor: Governor

beforeAll(async () => {
  mkdirSync(join(folder, 'out'))
  const lines = Array.from({ length: rowCount }, (_, at) => `${at % 4},r${at % 3},s${at}`)
  writeFileSync(path, `n,region,secret\n${lines.join('\n')}\n`)
  governor = await openGovernor({
    engine,
    loadArrow: () => import('apache-arrow'),
    maskKeys: new Map([[1, new Uint8Array(32).fill(5)]]),
    outRoot: join(folder, 'out'),
    memoryBytes: 256 << 20,
    threads: 1,
  })
})
afterAll(() => {
  governor.close()
  rmSync(folder, { recursive: true })
})

const roleNames = ['analyst', 'head', 'guest']
const columnNames = ['n', 'region', 'secret']
const level = fc.constantFrom(...classifications)
const someRoles = fc.uniqueArray(fc.constantFrom(...roleNames), { maxLength: 3 })
const mask = fc.constantFrom<unknown>(
  ...['none', 'hash', 'tokenize', 'partial', 'redact', 'null', 'remove'],
  { constant: 'x' },
  { custom: 'row.region + "!"' },
)
const condition = fc.constantFrom(
  ...['true', 'false', 'row.region == user.region', 'row.n < 2', 'row.n == user.level'],
)
const byRole = <T>(value: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom(...roleNames), value)
const permission = fc
  .tuple(
    fc.constantFrom('t', '*', 'other'),
    fc.constantFrom('read', 'aggregate', 'export', '*'),
    fc.oneof(level, fc.constant('*')),
  )
  .map((parts) => parts.join(':'))

const policyText = fc.record({
  classification: level,
  rows: fc
    .tuple(byRole(condition), fc.option(condition, { nil: undefined }))
    .map(([rows, fallback]) => ({ ...rows, ...(fallback && { default: fallback }) }))
    .filter((rows) => Object.keys(rows).length > 0),
  'columns-default': fc.constantFrom('allow', 'remove'),
  columns: fc.dictionary(
    fc.constantFrom(...columnNames),
    fc.record({
      classification: level,
      mask: fc.tuple(byRole(mask), mask).map(([masks, rest]) => ({ ...masks, default: rest })),
    }),
  ),
})
const rolesText = fc.record(
  Object.fromEntries(
    roleNames.map((name) => [
      name,
      fc.record({
        permissions: fc.array(permission, { maxLength: 3 }),
        deny: fc.array(permission, { maxLength: 1 }),
      }),
    ]),
  ),
)
const caller: fc.Arbitrary<Principal> = fc.record({
  id: fc.constant('ana'),
  roles: someRoles,
  groups: fc.constant([]),
  attributes: fc.record(
    {
      region: fc.constantFrom('r0', 'r1', 'r9'),
      level: fc.constantFrom(1, 3),
      clearance: fc.oneof(level, fc.constant('odd')),
    },
    { requiredKeys: [] },
  ),
})

const capabilities: Capabilities = {
  imports: [],
  datasets: [],
  filesRead: [],
  filesWritten: [],
  hosts: [],
  processes: [],
  hasDynamicCode: false,
  drawsFigures: false,
}

/** What a run that uses one column is decided to be. */
function verdictOn(
  { name, mask: label, classification }: ColumnAccess,
  dataset: DatasetPolicy,
  { principal, policy }: { readonly principal: Principal; readonly policy: DecisionPolicy },
) {
  const clearColumns = label === 'none' ? [{ name, classification }] : []
  const access = {
    name: 't',
    classification: dataset.classification,
    clearColumns,
    isExported: false,
  }
  const facts = { findings: [], capabilities, lineCount: 1, principal, datasets: [access] }
  return decide(facts, policy).verdict
}

/** What is granted, or undefined where that is nothing at all. */
function grant(policy: DatasetPolicy, principal: Principal): Promise<GrantedDataset | undefined> {
  const outDir = mkdtempSync(join(folder, 'out', 'run-'))
  const scope = { tenant: 'a', purpose: 'b' }
  const request = { name: 't' as DatasetName, path, policy, principal, scope, outDir }
  return governor.govern({ ...request, format: 'parquet' }).catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'policy-mismatch' })
    return undefined
  })
}

function expectRows(rows: AccessExplanation['rows'], granted: GrantedDataset) {
  const open = rows.filter(({ denial }) => denial === null)
  expect(granted.denials?.length ?? 0).toBe(rows.length - open.length)
  if (open.every((row) => row.condition === 'false')) expect(granted.rowCount).toBe(0)
  if (open.some((row) => row.condition === 'true')) expect(granted.rowCount).toBe(rowCount)
}

test('law: what access explain says is what govern grants and what decide denies', async () => {
  const law = fc.asyncProperty(
    policyText,
    rolesText,
    caller,
    fc.constantFrom<'optional' | 'required'>('optional', 'required'),
    async (text, rolesInput, principal, clearance) => {
      const parsed = parseDatasets({ t: text }, roleNames)
      const dataset = parsed.ok ? parsed.value.get('t') : undefined
      if (!parsed.ok || !dataset) throw new Error(JSON.stringify(parsed))
      const policy = {
        roles: RolesConfig.parse(rolesInput),
        decide: DecideConfig.parse({ clearance }),
        datasets: parsed.value,
      }
      const explained = explainAccess({ policy, lineOf: () => undefined }, 't', principal)
      const { columns, otherColumns, rows } = explained
      const shown = columnNames.map(
        (name) => columns.find((column) => column.name === name) ?? { ...otherColumns, name },
      )
      const visible = shown.filter((column) => column.mask !== 'remove')
      const granted = await grant(dataset, principal)
      expect(granted !== undefined).toBe(rows.length > 0 && visible.length > 0)
      expect(granted?.columns ?? []).toEqual(
        granted ? visible.map(({ path: _, line: __, refusal: ___, ...column }) => column) : [],
      )
      if (granted) expectRows(rows, granted)
      for (const column of shown) {
        const verdict = verdictOn(column, dataset, { principal, policy })
        expect(verdict === 'deny', column.name).toBe(column.refusal !== null)
      }
    },
  )
  await fc.assert(law, { numRuns: 200 })
}, 120_000)
