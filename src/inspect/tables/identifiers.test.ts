import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../../test/cpu-time.ts'
import { accountNumbers, nationalIds } from './identifiers.ts'

const all = [...nationalIds, ...accountNumbers]

function kindsOf(text: string): readonly string[] {
  return all
    .filter(({ form, check }) => [...text.matchAll(form)].some(([match]) => check(match)))
    .map(({ name }) => name)
}

describe('numbers of people and accounts', () => {
  test.each([
    ['536-22-8145', 'US social security number'],
    ['AB 12 34 56 C', 'UK national insurance number'],
    ['12345678Z', 'Spanish identity number'],
    ['X1234567L', 'Spanish identity number'],
    ['131052-308T', 'Finnish identity code'],
    ['811228-9874', 'Swedish personal number'],
    ['529.982.247-25', 'Brazilian taxpayer number'],
    ['11010519491231002X', 'Chinese resident number'],
    ['2341 2341 2346', 'Indian Aadhaar number'],
    ['44051401359', 'Polish PESEL'],
    ['111222333', 'Dutch citizen number'],
    ['130 692 544', 'Canadian social insurance number'],
    ['4539148803436467', 'payment card number'],
    ['3782 822463 10005', 'payment card number'],
    ['GB82 WEST 1234 5698 7654 32', 'IBAN'],
  ])('%s is a %s, and with another last character is not', (text, name) => {
    expect(kindsOf(text)).toContain(name)
    const last = text.at(-1) ?? ''
    const other =
      last === 'Z' ? 'A' : String.fromCharCode(last.charCodeAt(0) + (last === '9' ? -1 : 1))
    const hasCheck = !/^(US social|UK national)/.test(name)
    if (hasCheck) expect(kindsOf(text.slice(0, -1) + other)).not.toContain(name)
  })

  test.each(['1', '1 ', '+1', '123-45-', 'DE00 ', '4111 ', 'A1'])(
    '100 kB of %s take no time',
    (piece) => {
      const text = piece.repeat(100_000 / piece.length)
      const cpuMs = startCpuTime()
      kindsOf(text)
      expect(cpuMs()).toBeLessThan(500)
    },
  )
})
