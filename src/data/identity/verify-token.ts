import type { Clock } from '../../kernel/clock.ts'
import { CordonError } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import type { KeySet } from './key-set.ts'
import { readStrictToken, type UnverifiedToken } from './strict-token.ts'

/** The `jose` package's module. */
export type JoseModule = typeof import('jose')

export interface TokenRules {
  readonly issuer: string
  readonly audience: string
  /** Of signatures with a public key only. */
  readonly algorithms: readonly string[]
  readonly skewMs: number
}

export interface TokenMeans {
  readonly jose: Pick<JoseModule, 'importJWK' | 'jwtVerify' | 'errors'>
  readonly keys: KeySet
  readonly clock: Clock
}

/**
 * Believes a token's claims once its form, header, key, signature, issuer, audience and times are right (RFC 7519, RFC 8725).
 * Throws `principal-invalid` with what is wrong and nothing of the token, `key-unavailable` where the issuer's keys can't be had.
 */
export async function verifyToken(
  token: string,
  rules: TokenRules,
  { jose, keys, clock }: TokenMeans,
): Promise<{ readonly [name: string]: Json }> {
  const unverified = readStrictToken(token)
  if (!unverified) throw refused('it is no signed token in strict form')
  const { kid, alg } = checkHeader(unverified.header, rules)
  const key = await keys.keyOf(kid)
  if (key === 'unavailable') {
    throw new CordonError('key-unavailable', "The token issuer's keys cannot be had.", {
      help: 'Check identity -> token -> jwks in the configuration, and that it can be reached.',
    })
  }
  if (key === 'unknown') throw refused('no key of the issuer has its key id')
  if (key.alg !== undefined && key.alg !== alg) throw refused('its key is for another algorithm')
  try {
    await jose.jwtVerify(token, await jose.importJWK(key, alg), {
      algorithms: [...rules.algorithms],
      issuer: rules.issuer,
      audience: rules.audience,
      clockTolerance: rules.skewMs / 1000,
      currentDate: new Date(clock.nowMs()),
      requiredClaims: ['exp', 'iss', 'aud'],
    })
  } catch (cause) {
    throw refused(reasonOf(cause, jose))
  }
  return unverified.claims
}

const headerNames = new Set(['alg', 'kid', 'typ', 'x5t', 'x5t#S256', 'nonce', 'cty'])

/** A header may name a key of the issuer's and nothing else: not bring one along, not say where to get one, not ask for extensions. */
function checkHeader(
  header: UnverifiedToken['header'],
  rules: TokenRules,
): { readonly kid: string; readonly alg: string } {
  const { alg, kid, typ } = header
  if (typeof alg !== 'string' || !rules.algorithms.includes(alg)) {
    throw refused('its algorithm is not one that the configuration allows')
  }
  if (!Object.keys(header).every((name) => headerNames.has(name))) {
    throw refused('its header holds something that it must not')
  }
  if (typeof kid !== 'string' || !/^[\x21-\x7e]{1,256}$/.test(kid))
    throw refused('it has no key id')
  const isType = typ === undefined || /^(?:application\/)?(?:at\+)?jwt$/i.test(String(typ))
  if (!isType) throw refused('it is a token of another kind')
  return { kid, alg }
}

function reasonOf(cause: unknown, { errors }: TokenMeans['jose']): string {
  if (cause instanceof errors.JWTExpired) return 'it has expired'
  if (cause instanceof errors.JWTClaimValidationFailed) {
    const reasons: Readonly<Record<string, string>> = {
      iss: 'it is from another issuer',
      aud: 'it is for another audience',
      nbf: 'it is not valid yet',
      exp: 'it does not say when it expires',
    }
    return reasons[cause.claim] ?? 'a claim is not as it must be'
  }
  return 'its signature is not right'
}

function refused(why: string): CordonError {
  return new CordonError('principal-invalid', `The token was refused: ${why}.`, {
    help: 'Get a new token from the issuer that the configuration names under identity -> token.',
  })
}
