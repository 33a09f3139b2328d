import * as engine from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ColumnValues } from './column-values.ts'
import { parseDatasets } from './config.ts'
import { candidatesIn, findProtected, protectionFor } from './protected-values.ts'

async function foundIn(text: string, rowCount: number): Promise<readonly string[]> {
  const instance = await engine.DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`CREATE TABLE t AS SELECT * FROM (VALUES
      ('Ana María López', 'ana@x.example', 'London', '40-22-17', 'Acme Ltd', 12345678),
      ('O''Brien', NULL, 'Paris', '1234', 'London', 7654321)) v(name, mail, city, code, firm, account)`)
    const protection = {
      columns: ['name', 'mail', 'city', 'code', 'account'],
      clear: ['firm'],
    }
    const values = new ColumnValues({ relation: 't', rowCount })
    const at = { relation: 't', connection, values }
    return await findProtected(candidatesIn([text]), protection, at)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

test.each([
  ['ana@x.example', ['ana@x.example']],
  ['Dear ANA MARÍA  LÓPEZ:', ['ANA MARÍA LÓPEZ']],
  ['{"m":"ana@x.example"}', ['ana@x.example']],
  ['mailto:<ana@x.example>;', ['ana@x.example']],
  ['mailto:ana@x.example', ['ana@x.example']],
  ["from O'Brien's desk and O'Brien.", ["O'Brien"]],
  ['code 40-22-17!', ['40-22-17']],
  ['1234', []],
  ['account 12345678', ['12345678']],
  ['account 7654321', []],
  ['in London, where a firm of that name is', []],
  ['in Paris', ['Paris']],
  ['nothing of it', []],
])('%o holds %o', async (text, expected) => {
  // In a small source by what was kept of it, in a large one by asking it.
  for (const rowCount of [2, 2_000_000]) {
    expect([...(await foundIn(text, rowCount))].sort()).toEqual(expected)
  }
})

test('what a coarser mask shows, what is not classed, and what the caller sees is no secret', () => {
  const columns = {
    a: { classification: 'RESTRICTED', mask: 'hash' },
    b: { classification: 'RESTRICTED', mask: { default: 'remove', head: 'none' } },
    c: { classification: 'INTERNAL', mask: 'remove' },
    d: { classification: 'RESTRICTED', mask: { generalize: 10 } },
    e: {},
  }
  const parsed = parseDatasets(
    { t: { classification: 'INTERNAL', rows: { head: 'true' }, columns } },
    ['head'],
  )
  const policy = parsed.ok ? parsed.value.get('t') : undefined
  if (!policy) throw new Error('no policy')
  const source = {
    columns: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      name,
      type: name === 'd' ? 'BIGINT' : 'VARCHAR',
    })),
  }
  const who = (roles: string[]) => ({ id: 'x', roles, groups: [], attributes: {} })
  expect(protectionFor(policy, who([]), source.columns)).toEqual({
    columns: ['a', 'b'],
    clear: ['e', 'f'],
  })
  expect(protectionFor(policy, who(['head']), source.columns).columns).toEqual(['a'])
})

test('law: a value is found wherever it stands between spaces', () => {
  const word = fc.stringMatching(/^[a-z]{3,8}$/)
  fc.assert(
    fc.property(
      fc.array(word),
      fc.array(word, { minLength: 2, maxLength: 5 }),
      fc.array(word),
      (before, value, after) => {
        const text = [...before, ...value, ...after].join(' ')
        expect(candidatesIn([text]).has(value.join(' '))).toBe(true)
      },
    ),
  )
})
