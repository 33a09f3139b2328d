import { describe, expect, test } from 'vitest'
import { type Claims, hasGroupsOverage, principalOfClaims } from './claims.ts'
import { IdentityConfig, keySetOf, mappingOf } from './identity-config.ts'

const base = { issuer: 'https://login.example/tenant/v2.0', audience: 'cordon' }

function configured(more: object) {
  const { token } = IdentityConfig.parse({ token: { ...base, ...more } })
  if (!token) throw new Error('no token section')
  return token
}

const read = (claims: Claims, more: object = { preset: 'azure-ad' }) =>
  principalOfClaims(claims, mappingOf(configured(more)))

describe('claims', () => {
  test('Azure AD names people by object id, and groups give roles', () => {
    const claims = { oid: '7c1', sub: 'pairwise', roles: ['head'], groups: ['g1', 'g2'], wids: [] }
    const more = { preset: 'azure-ad', 'group-roles': { g1: 'analyst', g3: ['head', 'other'] } }
    expect(read(claims, more)).toEqual({
      ok: true,
      value: { id: '7c1', roles: ['head', 'analyst'], groups: ['g1', 'g2'], attributes: {} },
    })
  })

  test('Okta names people by subject, and one group may be a text', () => {
    const claims = { sub: '00u1', groups: 'Everyone', region: 'EMEA', desks: ['ig', 'hy'] }
    const attributes = { region: 'region', desks: 'desks', clearance: 'clearance' }
    expect(read(claims, { preset: 'okta', claims: { attributes } })).toEqual({
      ok: true,
      value: {
        id: '00u1',
        roles: [],
        groups: ['Everyone'],
        attributes: { region: 'EMEA', desks: ['ig', 'hy'] },
      },
    })
  })

  test('any issuer can be read with paths of names', () => {
    const claims = { sub: 'a', realm_access: { roles: ['r'] }, 'https://x.example/level': 3 }
    const paths = {
      roles: ['realm_access', 'roles'],
      attributes: { level: 'https://x.example/level', proto: ['constructor', 'name'] },
    }
    expect(read(claims, { jwks: 'keys.json', claims: paths })).toMatchObject({
      value: { roles: ['r'], attributes: { level: 3 } },
    })
  })

  test.each([
    [{}, 'who this is'],
    [{ oid: '' }, 'who this is'],
    [{ oid: 7 }, 'who this is'],
    [{ oid: 'a', roles: { admin: true } }, 'list of texts'],
    [{ oid: 'a', groups: ['x', 7] }, 'list of texts'],
  ])('%o is refused', (claims, message) => {
    const result = read(claims)
    expect(result.ok ? '' : result.issues[0]?.message).toContain(message)
  })

  test.each([
    [{ _claim_names: { groups: 'src1' }, _claim_sources: {} }, true],
    [{ hasgroups: true }, true],
    [{ hasgroups: 'true' }, true],
    [{ groups: ['a'] }, false],
    [{ _claim_names: { address: 'src1' } }, false],
  ])('%o holds too few groups: %s', (claims, expected) => {
    expect(hasGroupsOverage(claims)).toBe(expected)
  })
})

describe('the identity section', () => {
  test('presets know where the keys are', () => {
    expect(keySetOf(configured({ preset: 'azure-ad' }))).toBe(
      'https://login.example/tenant/discovery/v2.0/keys',
    )
    expect(
      keySetOf(configured({ preset: 'okta', issuer: 'https://a.okta.example/oauth2/x/' })),
    ).toBe('https://a.okta.example/oauth2/x/v1/keys')
  })

  test.each([
    [{}, 'address or file of the key set'],
    [{ jwks: 'http://keys.example/' }, 'https:'],
    [{ jwks: 'http://127.0.0.1.evil.example/keys' }, 'https:'],
    [{ preset: 'okta', algorithms: ['HS256'] }, 'Invalid option'],
    [{ preset: 'okta', algorithms: ['none'] }, 'Invalid option'],
    [{ preset: 'okta', skew: '1h' }, 'at most 5m'],
  ])('%o is refused', (more, message) => {
    const result = IdentityConfig.safeParse({ token: { ...base, ...more } })
    expect(result.error?.issues[0]?.message).toContain(message)
  })
})
