import type { Issue, Parsed } from '../kernel/issue.ts'
import { isJsonObject, type Json } from '../kernel/json.ts'
import type { AttributeValue, Principal } from '../kernel/principal.ts'

/** The claims of a token whose signature, issuer, audience and times have been checked. */
export type Claims = { readonly [name: string]: Json }

/** A claim by the names of the objects around it, outermost first, and its own. */
export type ClaimPath = readonly string[]

/** Which claims say who somebody is. */
export interface ClaimMapping {
  readonly id: ClaimPath
  readonly roles: ClaimPath
  readonly groups: ClaimPath
  readonly attributes: ReadonlyMap<string, ClaimPath>
  /** Roles that members of a group have. */
  readonly groupRoles: ReadonlyMap<string, readonly string[]>
}

/**
 * True where the token says that there are more groups than it holds (Microsoft, "groups overage claim"): somebody whose groups
 * are not known may be a member of one that denies.
 */
export function hasGroupsOverage(claims: Claims): boolean {
  const elsewhere = claims['_claim_names']
  const names = isJsonObject(elsewhere) ? Object.keys(elsewhere) : []
  return names.includes('groups') || claims['hasgroups'] === true || claims['hasgroups'] === 'true'
}

/**
 * Makes a principal of claims; `groups` are those of a resolver where the token's were too many. A claim that is absent gives
 * no role, group or attribute; one of a wrong shape is an issue.
 */
export function principalOfClaims(
  claims: Claims,
  mapping: ClaimMapping,
  groups?: readonly string[],
): Parsed<Principal> {
  const issues: Issue[] = []
  const id = claimAt(claims, mapping.id)
  if (typeof id !== 'string' || id === '') {
    issues.push({ path: mapping.id, message: 'the token must say who this is' })
  }
  const texts = (path: ClaimPath): readonly string[] => {
    const value = textsOf(claimAt(claims, path))
    if (!value) issues.push({ path, message: 'must be a text or a list of texts' })
    return value ?? []
  }
  const memberOf = groups ?? texts(mapping.groups)
  const roles = texts(mapping.roles)
  const granted = memberOf.flatMap((group) => mapping.groupRoles.get(group) ?? [])
  const attributes: [string, AttributeValue][] = []
  for (const [name, path] of mapping.attributes) {
    const value = claimAt(claims, path)
    if (value === undefined || value === null) continue
    if (isAttribute(value)) attributes.push([name, value])
    else issues.push({ path, message: 'must be a text, a number, true, false or a list of texts' })
  }
  if (issues.length > 0) return { ok: false, issues }
  return {
    ok: true,
    value: {
      id: String(id),
      roles: [...new Set([...roles, ...granted])],
      groups: [...new Set(memberOf)],
      attributes: Object.fromEntries(attributes),
    },
  }
}

function claimAt(claims: Claims, path: ClaimPath): Json | undefined {
  let value: Json | undefined = claims
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

function textsOf(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return []
  if (typeof value === 'string') return [value]
  return isTexts(value) ? value : undefined
}

function isAttribute(value: Json): value is AttributeValue {
  return ['string', 'number', 'boolean'].includes(typeof value) || isTexts(value)
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
