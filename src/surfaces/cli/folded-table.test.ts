import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderFoldedTable } from './folded-table.ts'

const columns = [
  { name: 'column', type: 'string' },
  { name: 'distinct', type: 'integer' },
  { name: 'because of', type: 'string' },
] as const

test('a cell that does not fit goes on below, at its spaces', () => {
  const rows = [
    ['isin', '12,000', 'line 19: columns -> isin -> mask'],
    ['a_long_name', '3', ''],
  ]
  expect(renderFoldedTable({ columns, rows, width: 44 })).toBe(
    [
      'column       distinct  because of',
      '───────────  ────────  ─────────────────────',
      'isin           12,000  line 19: columns ->',
      '                       isin -> mask',
      'a_long_name         3',
    ].join('\n'),
  )
})

const cell = fc.string({ unit: 'grapheme', maxLength: 60 })

test('law: no line is wider than asked, and no letter is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 4 }),
      fc.integer({ min: 20, max: 120 }),
      (rows, width) => {
        const lines = renderFoldedTable({ columns, rows, width }).split('\n')
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width)
        const count = (texts: readonly string[]) => texts.join('').replace(/[\s─]/gu, '').length
        const names = columns.map(({ name }) => name)
        expect(count(lines)).toBe(count([...names, ...rows.flat()]))
      },
    ),
  )
})
