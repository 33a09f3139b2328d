import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseIdentity } from './unprivileged.ts'

const largestPid = 2 ** 22

test('root hands over to a user that is never root, never an account, and never shared', () => {
  const some = fc.record({ pid: fc.integer({ min: 1, max: largestPid }), slot: fc.nat(15) })
  fc.assert(
    fc.property(some, some, (one, other) => {
      const [a, b] = [one, other].map(({ pid, slot }) => chooseIdentity(0, pid, slot)?.uid ?? 0)
      const isSame = one.pid === other.pid && one.slot === other.slot
      return (a ?? 0) >= 1_900_000_000 && (a ?? 0) < 2 ** 31 && (a === b) === isSame
    }),
  )
})

test('an ordinary user stays as it is', () => {
  expect(chooseIdentity(1000, 1, 0)).toBeUndefined()
})
