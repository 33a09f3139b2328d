import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatPreserving } from './format-preserving.ts'

const sealer = new FormatPreserving(new Uint8Array(32).fill(7))
const shapeOf = (text: string) => text.replace(/[0-9A-Za-z]/g, 'x')

describe('format-preserving masks', () => {
  test.each([
    ['4111 1111 1111 1111', /^\d{4} \d{4} \d{4} \d{4}$/],
    ['DE89-3704', /^[0-9A-Z]{4}-[0-9A-Z]{4}$/],
    ['ana.lopez@example.com', /^[0-9a-z]{3}\.[0-9a-z]{5}@[0-9a-z]{7}\.[0-9a-z]{3}$/],
    ['+49 (30) 123456', /^\+\d\d \(\d\d\) \d{6}$/],
  ])('%s keeps its form', (text, form) => {
    const sealed = sealer.seal(text)
    expect(sealed).toMatch(form)
    expect(sealed).not.toBe(text)
    expect(sealer.open(sealed)).toBe(text)
  })

  test.each(['12345', 'ab1', '', '---', 'Müller-Lüdenscheidt', '12345\u00a067'])(
    '%o is refused',
    (text) => {
      expect(() => sealer.seal(text)).toThrow(RangeError)
    },
  )

  test('another key seals otherwise', () => {
    expect(new FormatPreserving(new Uint8Array(32)).seal('0123456789')).not.toBe(
      sealer.seal('0123456789'),
    )
  })

  test('law: different texts of one form stay different, and open again', () => {
    const text = fc.stringMatching(/^[0-9A-Za-z]{6,12}[-. ][0-9]{2,4}$/)
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(sealer.open(sealer.seal(a))).toBe(a)
        expect(shapeOf(sealer.seal(a))).toBe(shapeOf(a))
        expect(sealer.seal(a) === sealer.seal(b)).toBe(a === b)
      }),
    )
  })
})
