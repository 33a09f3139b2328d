import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, sha256 } from './canonical.ts'

test.each([
  // Numbers and key order as in RFC 8785, 3.2.2.3 and 3.2.3.
  [
    [JSON.parse('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27],
    '[333333333.3333333,1e+30,4.5,0.002,1e-27]',
  ],
  [-0, '0'],
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
  ],
  ['\u000f\n"\\/<', '"\\u000f\\n\\"\\\\/<"'],
  [{ b: [true, null, {}], a: [] }, '{"a":[],"b":[true,null,{}]}'],
])('writes %j in its one canonical text', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test.each([
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1n,
  () => 1,
  '\ud800',
  { a: undefined },
])('refuses what JSON cannot hold (case %#)', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError)
  expect(() => canonicalJson([{ a: value }])).toThrow(TypeError)
})

test('says the same value whatever order its keys came in, and reading it back changes nothing', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 })),
      (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        const text = canonicalJson(value)
        expect(canonicalJson(turned)).toBe(text)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      },
    ),
  )
})

test('digests a text by its UTF-8 bytes', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('é')).toBe(sha256(new Uint8Array([0xc3, 0xa9])))
})
