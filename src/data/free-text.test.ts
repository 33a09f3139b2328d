import { describe, expect, test } from 'vitest'
import { freeTextMasker } from './free-text.ts'
import { KnownValues } from './known-values.ts'
import type { DetectStrategy } from './policy.ts'
import { restoreTokensIn } from './tokens.ts'

const keys = new Map([[1, new Uint8Array(32).fill(5)]])
const scope = { tenant: 'acme', purpose: 'research' }

function masker(by: DetectStrategy, kinds: 'all' | readonly ['email'] = 'all') {
  const known = new KnownValues()
  for (const name of ['Zbyněk Ondráček', 'Li Wu', 'May Okonkwo']) known.add('full_name', name)
  const mask = { kind: 'detect', kinds, known: ['full_name'], by } as const
  return freeTextMasker({ mask, column: 'notes', keys, scope, known })
}

const note = 'Mr Ondráček (zb@example.com, +420 601 123 456) sold US0378331005 to LI  WU.'

describe('texts', () => {
  test.each([
    ['redact', 'Mr [full_name] ([email], [phone]) sold [isin] to [full_name].'],
    ['remove', 'Mr  (, ) sold  to .'],
    ['partial', 'Mr ***ek (z***@example.com, *** 456) sold ***005 to ***u.'],
  ] as const)('are masked by %s', (by, masked) => {
    expect(masker(by)(note)).toBe(masked)
  })

  test('keep equal values equal, and come back for the entitled, column by column', () => {
    const masked = masker('tokenize')(`${note} Cc zb@example.com; tell Li Wu`)
    const [first, second] = masked.match(/email:t1\.[\w-]+/g) ?? []
    expect(first).toBe(second)
    const [li, wu] = masked.match(/full_name:t1\.[\w-]+(?=\]$|\]\. )/g) ?? []
    expect(li).toBe(wu)
    expect(masked).not.toMatch(/Ondr|zb@|US0378|Wu/)
    const own = { keys, scope, column: 'notes' }
    const names = { ...own, column: 'full_name' }
    const restored = restoreTokensIn(restoreTokensIn(masked, own) ?? '', names) ?? ''
    expect(restored.replace(/[[\]]/g, '')).toBe(
      'Mr Ondráček (zb@example.com, +420 601 123 456) sold US0378331005 to Li Wu. Cc zb@example.com; tell Li Wu',
    )
  })

  test('only hold back the kinds that the policy names, and known values', () => {
    expect(masker('redact', ['email'])(note)).toBe(
      'Mr [full_name] ([email], +420 601 123 456) sold US0378331005 to [full_name].',
    )
  })

  test('words of a name that are no name are left alone', () => {
    expect(masker('redact')('it may rain, wu wei')).toBe('it may rain, wu wei')
  })
})

test('JSON stays JSON, keys and numbers are looked at, too', () => {
  const masked = masker('redact')(
    '{"zb@example.com": [{"card": 4111111111111111}], "who": "Li Wu"}',
  )
  expect(JSON.parse(masked)).toEqual({ '[email]': [{ card: '[card]' }], who: '[full_name]' })
})
