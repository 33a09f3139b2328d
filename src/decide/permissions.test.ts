import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifications } from '../kernel/classification.ts'
import type { Principal } from '../kernel/principal.ts'
import { isPermitted, operations, parsePermission } from './permissions.ts'

const ana: Principal = { id: 'ana', roles: ['analyst'], groups: ['emea'], attributes: {} }
const read = { dataset: 'bonds', operation: 'read', classification: 'CONFIDENTIAL' } as const

describe('parsePermission', () => {
  test.each([
    ['bonds', 'dataset:operation:CLASSIFICATION'],
    ['bonds:read', 'dataset:operation:CLASSIFICATION'],
    ['bonds:read:PUBLIC:x', 'dataset:operation:CLASSIFICATION'],
    ['bonds:steal:PUBLIC', '"steal" is no operation'],
    ['bonds:read:SECRET', '"SECRET" is no classification'],
  ])('%s is refused', (text, problem) => {
    expect(parsePermission(text)).toEqual({ problem: expect.stringContaining(problem) })
  })
})

describe('isPermitted', () => {
  test.each([
    ['bonds:read:CONFIDENTIAL', true],
    ['bonds:read:RESTRICTED', true],
    ['bonds:*:*', true],
    ['*:read:*', true],
    ['bonds:read:INTERNAL', false],
    ['bonds:export:RESTRICTED', false],
    ['loans:read:RESTRICTED', false],
  ])('%s grants reading confidential bonds: %s', (permission, expected) => {
    const roles = { analyst: { permissions: [permission], deny: [] } }
    expect(isPermitted(ana, roles, read)).toBe(expected)
  })

  test('a group counts as a role and a denial of any of them wins', () => {
    const granted = { emea: { permissions: ['bonds:read:*'], deny: [] } }
    expect(isPermitted(ana, granted, read)).toBe(true)
    const denied = { ...granted, analyst: { permissions: [], deny: ['bonds:read:CONFIDENTIAL'] } }
    expect(isPermitted(ana, denied, read)).toBe(false)
  })

  test('a denial reaches what is more protected and leaves what is less', () => {
    const roles = { analyst: { permissions: ['*:*:*'], deny: ['bonds:read:CONFIDENTIAL'] } }
    expect(isPermitted(ana, roles, { ...read, classification: 'RESTRICTED' })).toBe(false)
    expect(isPermitted(ana, roles, { ...read, classification: 'INTERNAL' })).toBe(true)
  })

  test('an unknown classification is covered only by *', () => {
    const roles = { analyst: { permissions: ['bonds:read:RESTRICTED'], deny: [] } }
    expect(isPermitted(ana, roles, { ...read, classification: 'SECRET' })).toBe(false)
  })

  test('law: an added denial never grants', () => {
    const permission = fc
      .tuple(
        fc.constantFrom('bonds', 'loans', '*'),
        fc.constantFrom(...operations, '*'),
        fc.constantFrom(...classifications, '*'),
      )
      .map((parts) => parts.join(':'))
    const access = fc.record({
      dataset: fc.constantFrom('bonds', 'loans'),
      operation: fc.constantFrom(...operations),
      classification: fc.constantFrom(...classifications),
    })
    fc.assert(
      fc.property(fc.array(permission), fc.array(permission), access, (grants, denials, wanted) => {
        const before = isPermitted(ana, { analyst: { permissions: grants, deny: [] } }, wanted)
        const after = isPermitted(ana, { analyst: { permissions: grants, deny: denials } }, wanted)
        expect(after && !before).toBe(false)
      }),
    )
  })
})
