import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommandLine } from '../../../../test/command-line.ts'
import { accessDiffOperation } from '../../../api/operations/access-diff.ts'
import { accessExplainOperation } from '../../../api/operations/access-explain.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-access-'))
afterAll(() => rmSync(folder, { recursive: true }))

const policy = `version: 1
roles:
  analyst:
    permissions:
      - "loans:read:INTERNAL"
      - "bonds:*:CONFIDENTIAL"
    deny: ["*:export:*"]
  head:
    permissions: ["*:*:*"]
datasets:
  bonds:
    classification: CONFIDENTIAL
    rows:
      analyst: row.region == user.region
      head: "true"
    columns:
      ISIN:
        mask:
          default: hash
          head: none
      size: { classification: RESTRICTED, mask: { generalize: 50 } }
      note: {}
`
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const config = write('cordon.yaml', policy)
const analyst = { id: 'ana', roles: ['analyst'], attributes: { region: 'EMEA' } }
const as = (principal: object) => write('who.json', JSON.stringify(principal))

const cordon = (...args: readonly string[]) => runCommandLine(args, { width: 140 })

async function explain(principal: object, ...args: readonly string[]) {
  const shared = ['--as', as(principal), '--config', config, ...args]
  return cordon('access', 'explain', '--data', 'bonds', ...shared)
}

describe('access explain', () => {
  test('names the line for every permission, row condition and column', async () => {
    const { out } = await explain(analyst, '--json')
    const document = JSON.parse(out)
    expect(accessExplainOperation.output.safeParse(document).success).toBe(true)
    const [bonds] = document.datasets
    const lines = (items: readonly { readonly line: number }[]) => items.map(({ line }) => line)
    expect(bonds.permissions.slice(0, 3)).toEqual([
      {
        operation: 'read',
        isPermitted: true,
        by: { text: 'bonds:*:CONFIDENTIAL', path: 'roles -> analyst -> permissions -> 1', line: 6 },
      },
      expect.objectContaining({ operation: 'aggregate', isPermitted: true }),
      {
        operation: 'export',
        isPermitted: false,
        by: { text: '*:export:*', path: 'roles -> analyst -> deny -> 0', line: 7 },
      },
    ])
    expect(bonds.rows).toEqual([
      {
        condition: 'row.region == user.region',
        denial: null,
        path: 'datasets -> bonds -> rows -> analyst',
        line: 14,
      },
    ])
    expect(bonds.columns.map((column: { mask: string }) => column.mask)).toEqual([
      'hash',
      'generalize: 50',
      'none',
    ])
    expect(lines(bonds.columns)).toEqual([19, 21, 22])
    expect(bonds.otherColumns).toMatchObject({
      name: '*',
      mask: 'none',
      classification: 'CONFIDENTIAL',
    })
  })

  test.each([
    [{ ...analyst, roles: ['head'] }, ['none', 'generalize: 50', 'none'], null],
    [
      { ...analyst, attributes: {} },
      ['hash', 'generalize: 50', 'none'],
      'the caller has no attribute "region"',
    ],
  ])('%j', async (principal, masks, denial) => {
    const [bonds] = JSON.parse((await explain(principal, '--json')).out).datasets
    expect(bonds.columns.map((column: { mask: string }) => column.mask)).toEqual(masks)
    expect(bonds.rows[0].denial).toBe(denial)
  })

  test('reads well, and says when there are no rows at all', async () => {
    const { code, out } = await explain(analyst)
    expect(code).toBe(0)
    expect(out).toMatch(/read +allowed +line 6: bonds:\*:CONFIDENTIAL/)
    expect(out).toMatch(/approve +allowed/)
    expect(out).toMatch(/ISIN +CONFIDENTIAL +hash +line 19: columns -> ISIN -> mask -> default/)
    expect((await explain({ id: 'x', roles: [] })).out).toContain('No rows:')
  })

  test('says which runs are denied for one column, or all for the clearance', async () => {
    const secret = write(
      'secret.yaml',
      policy.replace('note: {}', 'note: { classification: RESTRICTED }'),
    )
    const show = async (principal: object) => {
      const args = ['--as', as(principal), '--config', secret]
      return (await cordon('access', 'explain', ...args)).out
    }
    expect(await show(analyst)).toContain(
      'A run that uses note is denied: ana has no permission bonds:read:RESTRICTED (for its column note).',
    )
    const low = { ...analyst, attributes: { ...analyst.attributes, clearance: 'INTERNAL' } }
    expect(await show(low)).toContain(
      'Every run on it is denied: the clearance of ana does not reach CONFIDENTIAL.',
    )
    expect(await show({ ...analyst, roles: ['head'] })).not.toContain('denied:')
  })

  test.each([40, 80])('fits a terminal of %i columns', async (width) => {
    for (const principal of [analyst, { id: 'x', roles: [] }]) {
      const args = ['--as', as(principal), '--config', config]
      const { out } = await runCommandLine(['access', 'explain', ...args], { width })
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
    }
  })

  test.each([
    [{ id: 'x', roles: ['boss'] }, [], 'unknown role boss'],
    [analyst, ['--data', 'loans'], 'The dataset loans has no policy'],
  ])('refuses %j %j', async (principal, args, message) => {
    const { code, err } = await explain(principal, ...args)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
  })
})

describe('access diff', () => {
  async function diff(before: string, after: string, principal: object = analyst) {
    const paths = [write('old.yaml', before), write('new.yaml', after)]
    const { code, out, err } = await cordon(
      'access',
      'diff',
      ...paths,
      '--as',
      as(principal),
      '--json',
    )
    expect(err).toBe('')
    const document = JSON.parse(out)
    expect(accessDiffOperation.output.safeParse(document).success).toBe(true)
    return { code, changes: document.changes }
  }

  const unfiltered = policy.replace('analyst: row.region == user.region', 'analyst: "true"')
  const finer = policy.replace('generalize: 50', 'generalize: 5')
  const exported = policy.replace('    deny: ["*:export:*"]\n', '')
  const places = (emea: string) =>
    policy.replace('note: {}', `note: { mask: { generalize: { EMEA: [${emea}], APAC: [JP] } } }`)
  const custom = policy.replace('note: {}', 'note: { mask: { custom: row.note } }')
  const secretNote = policy.replace('note: {}', 'note: { classification: RESTRICTED }')
  const cleared = `${policy}decide: { clearance: required }\n`
  const closed = policy.replace('    columns:\n', '    columns-default: remove\n    columns:\n')
  const other = policy.replace('row.region == user.region', 'row.desk == user.region')
  const without = policy.slice(0, policy.indexOf('datasets:'))

  test.each([
    ['rows', unfiltered, ['wider rows']],
    ['a finer step', finer, ['wider column size']],
    ['a permission', exported, ['wider permission export']],
    ['columns that are not listed', closed, ['narrower other columns']],
    ['another condition', other, ['changed rows']],
    ['nothing', policy, []],
  ])('sees %s, in both directions', async (_, after, expected) => {
    const turned = { wider: 'narrower', narrower: 'wider', changed: 'changed' }
    const there = await diff(policy, after)
    const back = await diff(after, policy)
    const texts = (changes: readonly { effect: keyof typeof turned; what: string }[]) =>
      changes.map(({ effect, what }) => `${effect} ${what}`)
    expect(texts(there.changes)).toEqual(expected)
    expect(there.code).toBe(expected.some((text) => !text.startsWith('narrower')) ? 1 : 0)
    expect(back.changes).toEqual(
      there.changes.map(
        (change: { effect: keyof typeof turned; before: string; after: string }) => ({
          ...change,
          effect: turned[change.effect],
          before: change.after,
          after: change.before,
        }),
      ),
    )
  })

  test.each([
    ['the places of a region', places('DE'), places('DE, JP'), ['changed column note']],
    ['an expression', policy, custom, ['changed column note']],
    [
      'a classification that lets no run use the column',
      policy,
      secretNote,
      ['narrower column note'],
    ],
    ['one that lets runs use it again', secretNote, policy, ['wider column note']],
    ['a clearance that is asked for', policy, cleared, ['narrower clearance']],
  ])('sees %s', async (_, before, after, expected) => {
    const { changes } = await diff(before, after)
    const texts = changes.map(
      ({ effect, what }: { effect: string; what: string }) => `${effect} ${what}`,
    )
    expect(texts).toEqual(expected)
  })

  test('a dataset that goes is closed, and a role that only one policy has gives nothing in the other', async () => {
    const { code, changes } = await diff(policy, without)
    expect(code).toBe(0)
    expect(changes.map(({ what }: { what: string }) => what)).toEqual([
      'permission read',
      'permission aggregate',
      'permission prompt',
      'permission approve',
      'permission administer',
      'rows',
      'column ISIN',
      'column size',
      'column note',
      'other columns',
    ])
    const renamed = policy.replaceAll('head', 'chief')
    expect((await diff(policy, renamed, { id: 'h', roles: ['head'] })).code).toBe(0)
  })

  test('reads well', async () => {
    const paths = [write('old.yaml', policy), write('new.yaml', finer)]
    const { out } = await cordon('access', 'diff', ...paths, '--as', as(analyst))
    expect(out).toMatch(/wider +bonds +column size +generalize: 50 +generalize: 5/)
    const same = await cordon('access', 'diff', config, config, '--as', as(analyst))
    expect([same.code, same.out]).toEqual([0, 'Nothing changes.\n'])
  })
})
