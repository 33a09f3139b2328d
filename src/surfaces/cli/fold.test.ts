import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, foldMarkdown } from './fold.ts'

test.each([
  ['a b c', 5, ['a b c']],
  ['a b c', 4, ['a b', '-c']],
  ['', 4, ['']],
  ['longer than it may be', 5, ['longer', '-than', '-it', '-may', '-be']],
  ['  indented text', 8, ['  indented', '-text']],
  ['label     one two', 14, ['label     one', '-two']],
])('%j in %i columns', (line, width, lines) => {
  expect(fold(line, width, '-')).toEqual(lines)
})

test('law: no word is lost, and only a word that is longer itself goes beyond the width', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => /^\S+$/.test(text))
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.integer({ min: 4, max: 30 }),
      (words, width) => {
        const lines = fold(words.join(' '), width, '  ')
        expect(lines.join(' ').split(/ +/)).toEqual(words)
        for (const line of lines) {
          expect(line.length <= width || !line.trim().includes(' ')).toBe(true)
        }
      },
    ),
  )
})

test('of a page only the prose is folded', () => {
  const page = [
    '# a title that is long',
    '- an item of a list',
    '```',
    'code that is long',
    '```',
    '| a | table that is long |',
  ].join('\n')
  expect(foldMarkdown(page, 12).split('\n')).toEqual([
    '# a title that is long',
    ...['- an item of', '  a list'],
    ...['```', 'code that is long', '```'],
    '| a | table that is long |',
  ])
})
