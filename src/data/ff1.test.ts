import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ff1 } from './ff1.ts'

const digits = '0123456789'
const letters = '0123456789abcdefghijklmnopqrstuvwxyz'
const key128 = '2B7E151628AED2A6ABF7158809CF4F3C'
const key192 = `${key128}EF4359D8D580AA4F`
const key256 = `${key192}7F036D6F04FC6A94`
const tweak10 = '39383736353433323130'
const tweak11 = '3737373770717273373737'

/** The sample vectors that NIST publishes beside SP 800-38G. */
describe('FF1 gives what NIST says', () => {
  test.each([
    [key128, digits, '', '0123456789', '2433477484'],
    [key128, digits, tweak10, '0123456789', '6124200773'],
    [key128, letters, tweak11, '0123456789abcdefghi', 'a9tv40mll9kdu509eum'],
    [key192, digits, '', '0123456789', '2830668132'],
    [key192, digits, tweak10, '0123456789', '2496655549'],
    [key192, letters, tweak11, '0123456789abcdefghi', 'xbj3kv35jrawxv32ysr'],
    [key256, digits, '', '0123456789', '6657667009'],
    [key256, digits, tweak10, '0123456789', '1001623463'],
    [key256, letters, tweak11, '0123456789abcdefghi', 'xs8a0azh2avyalyzuwd'],
  ])('key %s, alphabet %s, tweak %s: %s is %s', (key, alphabet, tweak, plain, sealed) => {
    const ff1 = new Ff1(Buffer.from(key, 'hex'), alphabet)
    const bytes = Buffer.from(tweak, 'hex')
    expect(ff1.encrypt(plain, bytes)).toBe(sealed)
    expect(ff1.decrypt(sealed, bytes)).toBe(plain)
  })
})

test('law: what is sealed opens again and keeps its form', () => {
  const text = fc.string({ unit: fc.constantFrom(...letters), minLength: 4, maxLength: 80 })
  const ff1 = new Ff1(Buffer.from(key256, 'hex'), letters)
  fc.assert(
    fc.property(text, fc.uint8Array({ maxLength: 40 }), (plain, tweak) => {
      const sealed = ff1.encrypt(plain, tweak)
      expect(sealed).toMatch(/^[0-9a-z]*$/)
      expect(sealed.length).toBe(plain.length)
      expect(ff1.decrypt(sealed, tweak)).toBe(plain)
    }),
  )
})

test.each(['12345', '', '12345x7'])('%o is refused', (text) => {
  const ff1 = new Ff1(Buffer.from(key128, 'hex'), digits)
  expect(() => ff1.encrypt(text, new Uint8Array())).toThrow(RangeError)
})
