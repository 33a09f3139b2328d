import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'
import { renderTable } from './table.ts'
import { answerCsv } from './views/csv.ts'

const columns = [
  { name: 'sector', type: 'string' },
  { name: 'premium', type: 'number' },
  { name: 'deals', type: 'integer' },
] as const

describe('renderTable', () => {
  test('numbers stand right, text left, what is missing is a dash', () => {
    const rows = [
      ['Energy', 5.25, 12],
      ['Real Estate', null, 3],
    ]
    expect(renderTable({ columns, rows, rowCount: 2, width: 60 })).toBe(
      [
        'sector       premium  deals',
        '───────────  ───────  ─────',
        'Energy          5.25     12',
        'Real Estate        –      3',
      ].join('\n'),
    )
  })

  test('says how many rows and columns are not shown', () => {
    const table = renderTable({ columns, rows: [['a', 1, 1]], rowCount: 1201, width: 14 })
    expect(table.split('\n').at(-1)).toBe('… 1,200 more rows, 2 more columns')
  })

  test('an empty table says so', () => {
    expect(renderTable({ columns, rows: [], rowCount: 0, width: 60 })).toContain('(no rows)')
  })

  test('law: no line is wider than asked, whatever the cells hold', () => {
    const rows = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.double(), fc.integer()), {
      maxLength: 5,
    })
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 120 }), (cells, width) => {
        const table = renderTable({ columns, rows: cells, rowCount: cells.length, width })
        for (const line of table.split('\n')) expect([...line].length).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('cleanText', () => {
  test('law: nothing that moves the cursor, colours or reorders comes through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(text, 'cell')).not.toMatch(
          /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
        )
        expect(cleanText(text, 'lines').replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u)
      }),
    )
  })
})

describe('answerCsv', () => {
  const frame = (rows: (string | number | null)[][]) => ({
    value: { kind: 'frame', columns: [{ name: 'a,b', type: 'string' }], rowCount: 1, rows },
  })

  test.each([
    ['plain', 'plain'],
    ['say "hi", twice', '"say ""hi"", twice"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['-5', '-5'],
    ['+cmd', "'+cmd"],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [1.5, '1.5'],
  ])('the cell %o is written as %s', (cell, text) => {
    expect(answerCsv(frame([[cell]]))).toBe(`"a,b"\r\n${text}\r\n`)
  })

  test('an answer that is no table has no CSV', () => {
    expect(answerCsv({ value: { kind: 'number', value: 1 } })).toBeUndefined()
  })
})
