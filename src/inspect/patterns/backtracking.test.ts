import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../../test/cpu-time.ts'
import { backtracksExponentially } from './backtracking.ts'

describe('backtracksExponentially', () => {
  test.each([
    '(a+)+$',
    '^(\\w+\\s?)*$',
    '(a|a)*b',
    '(\\w|\\d)+!',
    '^([a-zA-Z0-9]+[.-]?)+@',
    '(?:x*)*y',
    '(?P<n>\\d+,?)+;',
    '((ab)*|(c+))*d',
    '(a*a)*b',
    '(?:a{1,}){30}b',
    '(.*a){30,}b',
  ])('%s can', (pattern) => {
    expect(backtracksExponentially(pattern, false)).toBe(true)
  })

  test.each([
    '(a+)+',
    '^\\w+@\\w+\\.\\w+$',
    '^(\\d+\\.)*\\d+$',
    '(a|b)*c',
    '(?>a+)+b',
    '(a++)+b',
    '([^"\\\\]|\\\\.)*"',
    '(\\s+\\w+\\s+;)*$',
    '[(a+)+]$',
    '\\(a+\\)+$',
    '(a+){2}b',
    '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.\\d+){3}$',
    '(unclosed',
    '',
  ])('%s can not', (pattern) => {
    expect(backtracksExponentially(pattern, false)).toBe(false)
  })

  test('a pattern that must match the whole text can fail at its end', () => {
    expect(backtracksExponentially('(a+)+', true)).toBe(true)
  })

  test('is quick on hostile patterns', () => {
    const cpuMs = startCpuTime()
    for (const part of ['(', 'a+', '(a+', '[', '\\', '(a|', 'a{1,', '(?:a*)*']) {
      backtracksExponentially(part.repeat(100_000 / part.length), false)
      backtracksExponentially(part.repeat(4_900 / part.length), false)
    }
    expect(cpuMs()).toBeLessThan(3_000)
  })
})
