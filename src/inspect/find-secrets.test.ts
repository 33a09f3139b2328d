import { describe, expect, test } from 'vitest'
import { startCpuTime } from '../../test/cpu-time.ts'
import { findSecrets } from './find-secrets.ts'
import type { SecretKind } from './tables/secret-kinds.ts'
import { secretKinds } from './tables/secret-kinds.ts'

const letters: Readonly<Record<SecretKind['alphabet'], string>> = {
  hex: '3f9a1c7e5b2d8460',
  base32: 'Q3EGRTKZ2WMX5BNA',
  word: 'kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0gA',
  dashed: 'kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0g-',
  base64: 'kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0g+',
  dotted: 'kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0g.',
}

/** A made-up token of a kind; put together here so that no file holds one. */
function made({ prefixes, alphabet, least, holds = '' }: SecretKind): string {
  const body = letters[alphabet].repeat(Math.ceil(least / letters[alphabet].length)).slice(0, least)
  return `${prefixes[0]}${body.slice(0, least - holds.length)}${holds}`
}

const kinds = secretKinds.map((kind) => ({ name: `${kind.name} ${kind.prefixes[0]}`, kind }))

describe('secrets with a form of their own', () => {
  test('there are more than sixty kinds', () => {
    expect(new Set(secretKinds.map(({ name }) => name)).size).toBeGreaterThan(60)
  })

  test.each(kinds.filter(({ kind }) => !kind.check))('$name is found within a text', ({ kind }) => {
    const token = made(kind)
    const [found] = findSecrets(`set x "${token}" now`)
    expect(found).toMatchObject({ start: 7, end: 7 + token.length, isValid: true })
  })

  test.each(kinds)('$name is not found where it is too short', ({ kind }) => {
    const token = made({ ...kind, least: kind.least - 2 })
    expect(findSecrets(token).filter((found) => found.kind === kind.name)).toEqual([])
  })

  test.each([
    [`ghp_${'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ'}${'0mLq17'}`, true],
    [`ghp_${'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ'}${'0mLq18'}`, false],
  ])('the checksum of %s is %s', (token, isValid) => {
    expect(findSecrets(token)).toMatchObject([{ isValid }])
  })

  test.each(['sk-', 'eyJ.', 'AKIA', 'ghp_', 'SK', 'fm2_', 'AccountKey=', 'a'])(
    '100 kB of %s take no time',
    (piece) => {
      const text = piece.repeat(100_000 / piece.length)
      const cpuMs = startCpuTime()
      findSecrets(text)
      expect(cpuMs()).toBeLessThan(500)
    },
  )
})
