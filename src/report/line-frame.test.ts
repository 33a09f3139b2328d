import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineFrame } from './line-frame.ts'

test('a line is shown with the two before it and marks under it', () => {
  const text = 'a = 1\nb = 0\nfor x in []:\n  pass\nprint(a)\nif a:\n    a / b\n'
  expect(lineFrame(text, 7, 80).join('\n')).toBe(
    ['  5 | print(a)', '  6 | if a:', '  7 |     a / b', '    |     ^^^^^'].join('\n'),
  )
})

test.each([0, 3, 99])('line %i of two is no line', (line) => {
  expect(lineFrame('a\nb\n', line, 80)).toEqual([])
})

test('no text makes it throw or pass the width', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 })
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 12 }), (code, line) => {
      for (const shown of lineFrame(code, line, 60)) expect(shown.length).toBeLessThanOrEqual(70)
    }),
  )
})
