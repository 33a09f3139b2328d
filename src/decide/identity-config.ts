import { z } from 'zod'
import { parseDuration } from '../kernel/limits.ts'
import type { ClaimMapping } from './claims.ts'

/** Signature algorithms a token may use (RFC 7518, RFC 8037); all have a public key, so no secret can be confused with one. */
export const tokenAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const presetNames = ['azure-ad', 'okta'] as const

/** A claim by its name, or by the names of the objects around it, outermost first. */
const claim = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const duration = z.string().transform((text, context) => {
  const ms = text === '0s' ? 0 : parseDuration(text)
  if (ms !== undefined && ms <= 300_000) return ms
  context.addIssue('give a time of at most 5m, such as 30s')
  return z.NEVER
})

const roleNames = z.union([z.string(), z.array(z.string())])

const tokenSchema = z
  .strictObject({
    preset: z.enum(presetNames).optional(),
    issuer: z.url(),
    audience: z.string().min(1),
    /** `https:` address, or path of a file. */
    jwks: z.string().min(1).optional(),
    algorithms: z.array(z.enum(tokenAlgorithms)).min(1).default(['RS256']),
    skew: duration.default(30_000),
    claims: z
      .strictObject({
        id: claim.optional(),
        roles: claim.optional(),
        groups: claim.optional(),
        attributes: z.record(z.string(), claim).default({}),
      })
      .default({ attributes: {} }),
    /** Group to the roles that its members have. */
    'group-roles': z.record(z.string(), roleNames).default({}),
  })
  .superRefine(({ jwks, preset }, context) => {
    if (jwks === undefined && preset === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['jwks'],
        message: 'name the address or file of the key set',
      })
    }
    if (
      jwks?.startsWith('http:') &&
      !/^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?\//.test(jwks)
    ) {
      context.addIssue({
        code: 'custom',
        path: ['jwks'],
        message: 'use https:, so that nobody on the way can put in a key',
      })
    }
  })

/** The `identity:` section: whose tokens and keys say who somebody is. */
export const IdentityConfig = z.strictObject({
  token: tokenSchema.optional(),
  /** Path of the file that holds the hashes of services' API keys. */
  'api-keys': z.string().min(1).optional(),
  /** Whether a plain principal file says who somebody is; for development. */
  'principal-files': z.enum(['allow', 'refuse']).default('allow'),
})
export type IdentityConfig = z.infer<typeof IdentityConfig>
export type TokenConfig = NonNullable<IdentityConfig['token']>

/** Where the key set of a token's issuer is; presets know it from the issuer. */
export function keySetOf({ jwks, issuer, preset }: TokenConfig): string {
  if (jwks !== undefined) return jwks
  const base = issuer.replace(/\/+$/, '')
  return preset === 'azure-ad'
    ? `${base.replace(/\/v2\.0$/, '')}/discovery/v2.0/keys`
    : `${base}/v1/keys`
}

/** Which claims say what, the preset's where the configuration names none. */
export function mappingOf({
  preset,
  claims,
  'group-roles': groupRoles,
}: TokenConfig): ClaimMapping {
  // Azure AD's "sub" differs from application to application; "oid" is the person (Microsoft, ID token claims).
  const id = preset === 'azure-ad' ? 'oid' : 'sub'
  const path = (given: string | string[] | undefined, otherwise: string) =>
    [given ?? otherwise].flat()
  return {
    id: path(claims.id, id),
    roles: path(claims.roles, 'roles'),
    groups: path(claims.groups, 'groups'),
    attributes: new Map(Object.entries(claims.attributes).map(([name, at]) => [name, [at].flat()])),
    groupRoles: new Map(
      Object.entries(groupRoles).map(([group, roles]) => [group, [roles].flat()]),
    ),
  }
}
