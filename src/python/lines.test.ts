import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LineIndex } from './lines.ts'
import { spanOf } from './spans.ts'

describe('lines', () => {
  test.each([
    ['', [0]],
    ['a\n', [0, 2]],
    ['a\r\nb\rc\n\nd', [0, 3, 5, 7, 8]],
    ['a\fb\u2028c\vd', [0]],
    ['\r\r\n\n', [0, 1, 3, 4]],
  ])('of %j begin where Python begins them', (text, starts) => {
    const lines = new LineIndex(text)
    expect(lines.count).toBe(starts.length)
    expect(starts.map((_, index) => lines.startOf(index + 1))).toEqual(starts)
  })

  test('every offset is on the line that the breaks before it say', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r', '\r\n', '😀'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.nat(40), (found, at) => {
        const offset = Math.min(at, found.length)
        const isInPair = found[offset - 1] === '\r' && found[offset] === '\n'
        fc.pre(!isInPair)
        const before = found.slice(0, offset).split(/\r\n|\r|\n/)
        expect(new LineIndex(found).positionOf(offset)).toEqual({
          line: before.length,
          column: before[before.length - 1]?.length,
        })
      }),
    )
  })

  test('a span has both ends', () => {
    const lines = new LineIndex('ab\ncd\n')
    expect(spanOf({ start: 1, end: 5 }, lines)).toEqual({
      start: 1,
      end: 5,
      line: 1,
      column: 1,
      endLine: 2,
      endColumn: 2,
    })
  })
})
