import { expect, test } from 'vitest'
import { Memo } from './memo.ts'

test('keeps what it is given, and never more than it may', () => {
  const memo = new Memo<number>(3)
  expect(memo.get('a')).toBeUndefined()
  for (const [at, key] of ['a', 'b', 'c'].entries()) expect(memo.keep(key, at)).toBe(at)
  expect(['a', 'b', 'c'].map((key) => memo.get(key))).toEqual([0, 1, 2])
  memo.keep('d', 3)
  expect(['a', 'b', 'c', 'd'].map((key) => memo.get(key))).toEqual([
    undefined,
    undefined,
    undefined,
    3,
  ])
})
