import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as engine from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatasetName } from '../kernel/ids.ts'
import { formatIssue } from '../kernel/issue.ts'
import type { Principal } from '../kernel/principal.ts'
import { parseDatasets } from './config.ts'
import { type Governor, openGovernor } from './govern.ts'
import type { DatasetPolicy } from './policy.ts'
import { restoreTokensIn, sealToken } from './tokens.ts'

const maskKey = new Uint8Array(32).map((_, index) => 7 * index)
const folder = mkdtempSync(join(tmpdir(), 'cordon-masks-'))
const scope = { tenant: 'acme', purpose: 'research' }
let governor: Governor
let instance: engine.DuckDBInstance

beforeAll(async () => {
  const loadArrow = () => import('apache-arrow')
  mkdirSync(join(folder, 'out'))
  const limits = { memoryBytes: 256 << 20, threads: 2 }
  governor = await openGovernor({
    engine,
    loadArrow,
    maskKeys: new Map([[1, maskKey]]),
    outRoot: join(folder, 'out'),
    ...limits,
  })
  instance = await engine.DuckDBInstance.create(':memory:', { threads: '1' })
})
afterAll(() => {
  governor.close()
  instance.closeSync()
  rmSync(folder, { recursive: true })
})

const ana: Principal = { id: 'ana', roles: ['analyst'], groups: [], attributes: {} }
const head: Principal = { ...ana, id: 'hana', roles: ['head'] }

function policyOf(
  columns: object,
  rows: object = { analyst: 'true', head: 'true' },
): DatasetPolicy {
  const input = { t: { classification: 'INTERNAL', rows, columns } }
  const parsed = parseDatasets(input, ['analyst', 'head'])
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'))
  const policy = parsed.value.get('t')
  if (!policy) throw new Error('no policy')
  return policy
}

/** What the analyst sees of rows given as JSON, under masks by column. */
async function seen(rows: readonly object[], masks: object, change: object = {}): Promise<Seen[]> {
  const path = join(folder, 'rows.ndjson')
  writeFileSync(path, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
  const columns = Object.entries(masks).map(([name, mask]) => [name, { mask: { default: mask } }])
  const outDir = mkdtempSync(join(folder, 'out', 'run-'))
  const policy = policyOf(Object.fromEntries(columns))
  const name = 't' as DatasetName
  const request = { name, path, policy, principal: ana, scope, outDir, format: 'parquet' as const }
  const granted = await governor.govern({ ...request, ...change })
  const connection = await instance.connect()
  const result = await connection.run(`SELECT * FROM read_parquet('${granted.path}')`)
  const read = await result.getRowObjectsJS()
  connection.closeSync()
  return read
}

interface Seen {
  readonly [name: string]: unknown
  readonly a?: unknown
  readonly b?: unknown
}

const clearText = fc.string({ unit: 'grapheme', maxLength: 90 })
const made = { keys: new Map([[1, maskKey]]), scope, column: 'a' }

describe('tokens', () => {
  test('law: come back as the value, equal for equal values, and hide it', async () => {
    const law = fc.asyncProperty(
      fc.array(clearText, { minLength: 1, maxLength: 20 }),
      async (texts) => {
        const rows = await seen(
          [...texts, ...texts, null].map((a) => ({ a, b: 'x' })),
          { a: 'tokenize' },
        )
        const tokens = rows.map((row) => row.a)
        expect(tokens.at(-1)).toBeNull()
        for (const [at, text] of texts.entries()) {
          const token = String(tokens[at])
          expect(restoreTokensIn(token, made)).toBe(text)
          expect(tokens[at + texts.length]).toBe(token)
          if (text.length > 12) expect(token).not.toContain(text)
        }
        expect(new Set(tokens).size).toBe(new Set([...texts, null]).size)
      },
    )
    await fc.assert(law, { numRuns: 40 })
  }, 60_000)

  test('law: tell the length of a text in steps of 16 bytes only', async () => {
    const bytes = (text: string) => Math.ceil((Buffer.byteLength(text) + 2) / 16)
    const law = fc.asyncProperty(
      fc.array(clearText, { minLength: 2, maxLength: 9 }),
      async (texts) => {
        const rows = await seen(
          texts.map((a) => ({ a })),
          { a: 'tokenize' },
        )
        for (const [at, text] of texts.entries()) {
          const sealed = Buffer.from(String(rows[at]?.a).replace('a:t1.', ''), 'base64url')
          expect(sealed.length).toBe(16 + 16 * bytes(text))
        }
      },
    )
    await fc.assert(law, { numRuns: 20 })
  }, 60_000)

  test('made before that still come back', () => {
    expect(restoreTokensIn('a:t1.L2IW8uitlR__EQ0PciFpMVUTsLJQSziHmS1Cf3I', made)).toBe(
      'US0378331005',
    )
  })

  test('law: an altered token, or one of another key, column, tenant or purpose, gives nothing', async () => {
    const [row] = await seen([{ a: 'US0378331005' }], { a: 'tokenize' })
    const token = String(row?.a)
    expect(restoreTokensIn(token, made)).toBe('US0378331005')
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_:.'), (at, letter) => {
        const other = token.slice(0, at) + letter + token.slice(at + 1)
        // The column's name in front is for people and not part of the token.
        if (other === token || at <= 1) return
        if (/^a:t[2-9]/.test(other)) expect(() => restoreTokensIn(other, made)).toThrow(/Version/)
        else expect(restoreTokensIn(other, made)).toBeUndefined()
      }),
    )
    expect(
      restoreTokensIn(token, { ...made, keys: new Map([[1, new Uint8Array(32)]]) }),
    ).toBeUndefined()
    expect(restoreTokensIn(token, { ...made, column: 'b' })).toBeUndefined()
    expect(
      restoreTokensIn(token, { ...made, scope: { ...scope, tenant: 'other' } }),
    ).toBeUndefined()
    expect(
      restoreTokensIn(token, { ...made, scope: { ...scope, purpose: 'other' } }),
    ).toBeUndefined()
    for (const text of ['', 'a:t1.', 'a:t1.AAAA', `${token}A`, 'US0378331005']) {
      expect(restoreTokensIn(text, made)).toBeUndefined()
    }
  })

  test('are turned back wherever they stand in a text, with the version that each names', async () => {
    const [row] = await seen([{ a: 'ana@example.com' }], { a: 'tokenize' })
    const old = String(row?.a)
    const keys = new Map([...made.keys, [2, new Uint8Array(32).fill(2)]])
    const young = sealToken('Kim', { ...made, keys }, { name: 'a', version: 2 })
    expect(young).toMatch(/^a:t2\./)
    const text = `from ${old}, to "${young}"; a:t1.AAAA`
    const clear = 'from ana@example.com, to "Kim"; a:t1.AAAA'
    expect(restoreTokensIn(text, { ...made, keys })).toBe(clear)
    expect(() => restoreTokensIn(young, made)).toThrow('Version 2 of the mask key is not here')
  })

  test('are those of synthetic-IV encryption with HMAC-SHA-256, worked out here by hand', async () => {
    const key = (use: string) =>
      createHmac('sha256', maskKey)
        .update(JSON.stringify([use, 'acme', 'research', 'a']))
        .digest()
    const message = Buffer.concat([Buffer.from('\u0002short'), Buffer.of(0x80), Buffer.alloc(9)])
    const iv = createHmac('sha256', key('cordon-token-id-v1'))
      .update(message)
      .digest()
      .subarray(0, 16)
    const stream = createHmac('sha256', key('cordon-token-text-v1'))
      .update(iv)
      .update(Buffer.alloc(4))
      .digest()
    const sealed = message.map((byte, at) => byte ^ (stream[at] ?? 0))
    const [row] = await seen([{ a: 'short' }], { a: 'tokenize' })
    expect(row?.a).toBe(`a:t1.${Buffer.concat([iv, sealed]).toString('base64url')}`)
  })

  test('are turned back only for who may see the column in every row', async () => {
    const columns = { a: { mask: { default: 'tokenize', head: 'none' } } }
    const [row] = await seen([{ a: 'secret' }], { a: 'tokenize' })
    const request = {
      policy: policyOf(columns),
      scope,
      column: 'a',
      texts: [String(row?.a), 'no'],
    }
    expect(governor.restore({ ...request, principal: head })).toEqual({
      status: 'restored',
      values: ['secret', undefined],
    })
    expect(governor.restore({ ...request, principal: ana })).toMatchObject({ status: 'denied' })
    // The key is that of the column in whatever letter case, the policy speaks of one.
    expect(governor.restore({ ...request, column: 'A', principal: ana })).toEqual({
      status: 'denied',
      reason: 'the policy of t lists no column "A"',
    })
    const filtered = policyOf(columns, { head: 'row.a == "secret"' })
    expect(governor.restore({ ...request, policy: filtered, principal: head })).toEqual({
      status: 'denied',
      reason: 'the caller may not see every row of t',
    })
  })
})

describe('noise', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })

  test('law: stays within its size, moves equal values equally, keeps NULL', async () => {
    const law = fc.asyncProperty(
      fc.array(number, { minLength: 2, maxLength: 30 }),
      async (values) => {
        const rows = await seen(
          [...values, ...values, null].map((a) => ({ a, b: 0.5 })),
          { a: { noise: 5 } },
        )
        expect(rows.at(-1)?.a).toBeNull()
        for (const [at, value] of values.entries()) {
          expect(Math.abs(Number(rows[at]?.a) - value)).toBeLessThanOrEqual(5 + 1e-6)
          expect(rows[at + values.length]?.a).toBe(rows[at]?.a)
        }
      },
    )
    await fc.assert(law, { numRuns: 30 })
  }, 60_000)

  test('is spread over the whole range, by the key and the column', async () => {
    const rows = Array.from({ length: 2000 }, (_, at) => ({ a: at, b: at }))
    const [one, two] = [
      await seen(rows, { a: { noise: 10 }, b: { noise: 10 } }),
      await seen(rows, { a: { noise: 10 } }, { scope: { ...scope, purpose: 'x' } }),
    ]
    const noise = one.map((row, at) => Number(row.a) - at)
    expect(Math.min(...noise)).toBeLessThan(-9.5)
    expect(Math.max(...noise)).toBeGreaterThan(9.5)
    expect(Math.abs(noise.reduce((sum, it) => sum + it, 0) / noise.length)).toBeLessThan(0.7)
    expect(one.filter((row) => row.a === row.b)).toEqual([])
    expect(one.filter((row, at) => row.a === two[at]?.a)).toEqual([])
  })
})

describe('buckets', () => {
  test('law: name the range that holds the value', async () => {
    const edges = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 6 })
    const law = fc.asyncProperty(
      edges.map((all) => all.toSorted((a, b) => a - b)),
      fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 20 }),
      async (bucket, values) => {
        const rows = await seen(
          [...values, null].map((a) => ({ a, b: 1 })),
          { a: { bucket } },
        )
        const labels = values.map((value) => {
          const at = bucket.findIndex((edge) => value < edge)
          if (at < 0) return `>= ${bucket.at(-1)}`
          return at === 0 ? `< ${bucket[0]}` : `${bucket[at - 1]} to < ${bucket[at]}`
        })
        expect(rows.map((row) => row.a)).toEqual([...labels, null])
      },
    )
    await fc.assert(law, { numRuns: 30 })
  }, 60_000)

  test.each([{ bucket: [1] }, { noise: 1 }])('%j needs a number column', async (mask) => {
    await expect(seen([{ a: 'text' }], { a: mask })).rejects.toMatchObject({
      code: 'policy-mismatch',
    })
  })
})

describe('custom', () => {
  const rows = [
    { a: 'US0378331005', b: 'EMEA', n: 3 },
    { a: 'x', b: null, n: 0 },
    { a: null, b: 'EMEA', n: 1 },
  ]

  test.each([
    ['row.a.substring(0, 2) + "…"', ['US…', null, null]],
    ['row.a.substring(1)', ['S0378331005', '', null]],
    ['row.b == "EMEA" ? row.b : "elsewhere"', ['EMEA', null, null]],
    ['6 / row.n', [2n, null, null]],
    ['row.n * 1.5', [4.5, 0, null]],
    ['row.n > 2', [true, false, null]],
    ['user.region', ['EMEA', 'EMEA', null]],
    ['user.level + 1', [8n, 8n, null]],
    ['user.nothing', [null, null, null]],
    ['row.n * user.nothing', [null, null, null]],
    ['row.a + user.level', [null, null, null]],
  ])('%s', async (custom, expected) => {
    const principal = { ...ana, attributes: { region: 'EMEA', level: 7 } }
    const read = await seen(rows, { a: { custom }, b: 'hash', n: 'redact' }, { principal })
    expect(read.map((row) => row.a)).toEqual(expected)
  })

  test('looks at the source and not at what the masks of other columns made, in large sources too', async () => {
    const many = Array.from({ length: 25_000 }, (_, at) => ({ a: `a${at}`, clear: `c${at % 7}` }))
    const masks = { a: { custom: 'row.clear + row.a.substring(1)' }, clear: 'hash' }
    for (const some of [many.slice(0, 100), many]) {
      const read = await seen(some, masks)
      expect(read.map((row) => row.a)).toEqual(some.map((_, at) => `c${at % 7}${at}`))
    }
  })

  test.each([
    ['row.gone', 'the data has no column "gone"'],
    ['row.b + row.n', '"+" does not work on text and integer'],
    ['row.nested', 'must be a text, number, time or boolean, but is other'],
  ])('%s does not fit the data', async (custom, message) => {
    const nested = rows.map((row) => ({ ...row, nested: { x: 1 } }))
    await expect(seen(nested, { a: { custom } })).rejects.toMatchObject({
      code: 'policy-mismatch',
      message: `datasets -> t -> columns -> a -> mask -> default: ${message}${custom === 'row.nested' ? '' : ' (character 1)'}`,
    })
  })
})

test('of several roles the mask that hides least counts', async () => {
  const columns = {
    a: { mask: { default: 'remove', analyst: { bucket: [1] }, head: { noise: 1 } } },
  }
  const path = join(folder, 'least.ndjson')
  writeFileSync(path, '{"a": 5}\n')
  const both = { ...ana, roles: ['analyst', 'head'] }
  const outDir = mkdtempSync(join(folder, 'out', 'run-'))
  const name = 't' as DatasetName
  const request = { name, path, policy: policyOf(columns), principal: both, scope, outDir }
  const granted = await governor.govern({ ...request, format: 'arrow' })
  expect(granted.columns).toEqual([{ name: 'a', classification: 'INTERNAL', mask: 'noise: 1' }])
})
