import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { PrincipalDocument } from '../api/operations/run.ts'
import type { ApiKeyEntry } from '../data/identity/api-keys.ts'
import { KeySet } from '../data/identity/key-set.ts'
import { keySetLoader } from '../data/identity/load-key-set.ts'
import { type JoseModule, verifyToken } from '../data/identity/verify-token.ts'
import { keySetOf, mappingOf, type TokenConfig } from '../decide/identity-config.ts'
import type { IdentityMeans, ResolveGroups } from '../flow/identify.ts'
import type { Clock } from '../kernel/clock.ts'
import { CordonError } from '../kernel/errors.ts'
import { formatIssue } from '../kernel/issue.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Principal } from '../kernel/principal.ts'
import { type Configuration, fromFolder } from './config.ts'

export interface IdentityOptions {
  readonly clock: Clock
  readonly loadJose: () => Promise<JoseModule>
  readonly resolveGroups?: ResolveGroups
}

/** Makes what says who somebody is from the `identity:` section; keys of the issuer are kept as long as this is. */
export async function openIdentity(
  { identity, policy, folder }: Configuration,
  options: IdentityOptions,
): Promise<IdentityMeans> {
  const { token, 'api-keys': keyFile } = identity
  return {
    ...(token && { tokens: await tokensOf(token, folder, options) }),
    apiKeys: keyFile === undefined ? [] : readApiKeys(fromFolder(folder, keyFile)),
    roles: Object.keys(policy.roles),
    clock: options.clock,
  }
}

async function tokensOf(
  config: TokenConfig,
  folder: string,
  { clock, loadJose, resolveGroups }: IdentityOptions,
): Promise<NonNullable<IdentityMeans['tokens']>> {
  const place = keySetOf(config)
  const keys = new KeySet(
    keySetLoader(/^https?:/.test(place) ? place : fromFolder(folder, place)),
    clock,
  )
  const jose = await loadJose()
  const rules = { ...config, skewMs: config.skew }
  return {
    verify: (token) => verifyToken(token, rules, { jose, keys, clock }),
    mapping: mappingOf(config),
    ...(resolveGroups && { resolveGroups }),
  }
}

const ApiKeyFile = z.strictObject({
  keys: z.array(
    z.strictObject({
      id: z.string().min(1),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' }),
      expires: z.iso.datetime({ offset: true }).exactOptional(),
      principal: PrincipalDocument,
    }),
  ),
})

function readApiKeys(path: string): readonly ApiKeyEntry<Principal>[] {
  const read = parseWith(ApiKeyFile, parseJson(path))
  if (read.ok) return read.value.keys
  const faults = read.issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')
  throw new CordonError('config-invalid', `Cannot use the API keys ${path}:\n${faults}`)
}

function parseJson(path: string): unknown {
  try {
    if (!statSync(path).isFile()) throw new TypeError('not a file')
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new CordonError('config-invalid', `Cannot read the API keys ${path}.`, {
      help: 'Check identity -> api-keys; the file holds {"keys": [{"id", "sha256", "principal"}]}.',
      cause,
    })
  }
}
