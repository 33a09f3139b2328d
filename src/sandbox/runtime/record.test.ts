import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sha256 } from '../../kernel/ids.ts'
import {
  digestRuntime,
  formatRecord,
  type PackageRecords,
  parseRecord,
  type RuntimeRecord,
  toRuntime,
} from './record.ts'

const hash = 'b'.repeat(64) as Sha256
const packages: PackageRecords = {
  pandas: { version: '2.3.3', sha256: hash },
  apt: { version: '1.0' },
}
const record: RuntimeRecord = {
  source: 'lock',
  python: '/cache/venv/bin/python3',
  mounts: ['/cache/venv'],
  matplotlibCache: '/cache/matplotlib',
  version: '3.11.2',
  packages,
  digest: digestRuntime('3.11.2', packages),
  planDigest: hash,
  stamps: [{ path: '/usr/bin/python3.11', size: 1, mtimeMs: 2 }],
  notes: [],
}

const packageRecords = fc.dictionary(
  fc.string({ minLength: 1 }),
  fc.record(
    {
      version: fc.string({ minLength: 1 }),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/).map((text) => text as Sha256),
    },
    { requiredKeys: ['version'] },
  ),
  { noNullPrototype: true },
)

describe('the digest', () => {
  test('does not change from one release of Cordon to the next', () => {
    expect(digestRuntime('3.11.2', packages)).toBe(
      '69b8688a1c204b5da535825bf8421112e5ac29087cc3c1cac0738a3528b68c12',
    )
  })

  test('is the same in whatever order packages and fields come', () => {
    fc.assert(
      fc.property(packageRecords, (records) => {
        const turned = Object.fromEntries(
          Object.entries(records)
            .reverse()
            .map(([name, fields]) => [
              name,
              Object.fromEntries(Object.entries(fields).reverse()) as typeof fields,
            ]),
        )
        expect(digestRuntime('3.12.0', turned)).toBe(digestRuntime('3.12.0', records))
      }),
    )
  })

  test.each([
    ['another interpreter', '3.11.3', packages],
    ['another version', '3.11.2', { ...packages, apt: { version: '1.1' } }],
    ['another hash', '3.11.2', { ...packages, apt: { version: '1.0', sha256: hash } }],
    ['one package more', '3.11.2', { ...packages, numpy: { version: '2.0' } }],
  ])('changes with %s', (_, version, changed) => {
    expect(digestRuntime(version, changed)).not.toBe(record.digest)
  })
})

describe('runtime.json', () => {
  test('reads back as it was written', () => {
    const parsed = parseRecord(formatRecord(record))
    expect(parsed).toMatchObject({ ok: true, value: record })
    expect(toRuntime(record)).toEqual({
      python: '/cache/venv/bin/python3',
      mounts: ['/cache/venv'],
      matplotlibCache: '/cache/matplotlib',
      version: '3.11.2',
      packages: { pandas: '2.3.3', apt: '1.0' },
      digest: record.digest,
    })
  })

  test.each<readonly [string, object]>([
    ['format', { format: 2 }],
    ['source', { source: 'guess' }],
    ['python', { python: 'python3' }],
    ['mounts', { mounts: ['venv'] }],
    ['matplotlibCache', { matplotlibCache: 1 }],
    ['version', { version: '' }],
    ['packages', { packages: { pandas: { version: 2 } } }],
    ['packages', { packages: { pandas: { version: '2', sha256: 'x' } } }],
    ['digest', { digest: hash }],
    ['digest', { packages: { pandas: { version: '2.3.3' } } }],
    ['planDigest', { planDigest: undefined }],
    ['stamps', { stamps: [] }],
    ['stamps', { stamps: [{ path: '/x', size: '1', mtimeMs: 2 }] }],
    ['notes', { notes: [1] }],
  ])('with a wrong %s is an issue there', (key, change) => {
    const parsed = parseRecord(JSON.stringify({ format: 1, ...record, ...change }))
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.issues.map(({ path }) => path[0])).toEqual([key])
  })

  test('never throws, whatever it reads', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseRecord(text).ok).toBe(false)
      }),
    )
  })
})
