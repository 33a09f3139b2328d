import { type ApiKeyEntry, findApiKey, isApiKey } from '../data/identity/api-keys.ts'
import {
  type ClaimMapping,
  type Claims,
  hasGroupsOverage,
  principalOfClaims,
} from '../decide/claims.ts'
import type { Clock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import { formatIssue } from '../kernel/issue.ts'
import type { Principal } from '../kernel/principal.ts'

/** Gives all groups of somebody whose token could not hold them. */
export type ResolveGroups = (claims: Claims, signal: AbortSignal) => Promise<readonly string[]>

/** What says who somebody is. */
export interface IdentityMeans {
  /** Absent where the configuration trusts no issuer. */
  readonly tokens?: {
    readonly verify: (token: string) => Promise<Claims>
    readonly mapping: ClaimMapping
    readonly resolveGroups?: ResolveGroups
  }
  readonly apiKeys: readonly ApiKeyEntry<Principal>[]
  /** Roles that the configuration defines; others in a token are for other programs and mean nothing here. */
  readonly roles: readonly string[]
  readonly clock: Clock
}

/** The principal that a token or an API key stands for. Throws `principal-invalid` with the reason and nothing of the secret. */
export async function identify(
  secret: string,
  means: IdentityMeans,
  signal: AbortSignal,
): Promise<Principal> {
  if (isApiKey(secret)) return principalOfKey(secret, means)
  if (!means.tokens) {
    throw new CordonError('principal-invalid', 'No issuer of tokens is trusted.', {
      help: 'Name one in the configuration under identity -> token.',
    })
  }
  const { verify, mapping, resolveGroups } = means.tokens
  const claims = await verify(secret)
  const groups = hasGroupsOverage(claims)
    ? await allGroups(claims, resolveGroups, signal)
    : undefined
  const read = principalOfClaims(claims, mapping, groups)
  if (!read.ok) {
    const faults = read.issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')
    throw new CordonError('principal-invalid', `The token does not say who this is:\n${faults}`, {
      help: 'Check identity -> token -> claims in the configuration.',
    })
  }
  return { ...read.value, roles: read.value.roles.filter((role) => means.roles.includes(role)) }
}

function principalOfKey(key: string, { apiKeys, clock }: IdentityMeans): Principal {
  const entry = findApiKey(key, apiKeys, clock.nowMs())
  if (entry) return entry.principal
  throw new CordonError('principal-invalid', 'The API key is not known or has expired.', {
    help: 'Make a new one with "cordon access key" and put its line into the file of API keys.',
  })
}

async function allGroups(
  claims: Claims,
  resolveGroups: ResolveGroups | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (resolveGroups) return resolveGroups(claims, signal)
  throw new CordonError(
    'principal-invalid',
    'The token was refused: its holder is in more groups than a token holds, so which ones is not known.',
    { help: 'Let the issuer put only groups of this application into the token, or app roles.' },
  )
}
