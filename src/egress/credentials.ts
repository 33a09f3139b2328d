import { importPKCS8, SignJWT } from 'jose'
import { CordonError } from '../kernel/errors.ts'
import type { CredentialPlan, SecretPlace } from './policy.ts'

/** A credential ready for use. */
export type Credential =
  | {
      readonly kind: 'header'
      /** Lower-case. */
      readonly header: string
      /** The header's value now, and the secrets in it that no answer may show. */
      readonly now: () => Promise<{ readonly value: string; readonly secrets: readonly string[] }>
    }
  | { readonly kind: 'client-certificate'; readonly certificate: string; readonly key: string }

export interface CredentialMeans {
  /** Reads a secret; throws CordonError where there is none. */
  readonly readSecret: (place: SecretPlace) => string
  /** Reads a certificate, which is no secret; throws CordonError where there is none. */
  readonly readCertificate: (place: SecretPlace) => string
  readonly nowMs: () => number
}

/** Reads what a credential needs. Throws `key-unavailable` where a secret is missing, empty or no key. */
export async function openCredential(
  plan: CredentialPlan,
  means: CredentialMeans,
): Promise<Credential> {
  if (plan.kind === 'client-certificate') {
    const [certificate, key] = [means.readCertificate(plan.certificate), means.readSecret(plan.key)]
    return { kind: 'client-certificate', certificate, key }
  }
  if (plan.kind === 'jwt') return tokenCredential(plan, means)
  const secret = means.readSecret(plan.secret).trim()
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(secret) || secret.length < minSecretChars) {
    throw new CordonError(
      'key-unavailable',
      `The secret for the header ${plan.header} is no header value of at least ${minSecretChars} visible characters.`,
      { help: 'Look at the variable or file that egress -> credentials names.' },
    )
  }
  const value = plan.prefix + secret
  const secrets = [secret, ...partsOfBasic(plan.prefix, secret)]
  return { kind: 'header', header: plan.header, now: async () => ({ value, secrets }) }
}

/** Name and password of Basic authentication (RFC 7617), which a server may write back decoded. */
function partsOfBasic(prefix: string, secret: string): string[] {
  if (!/^basic +$/i.test(prefix)) return []
  const decoded = Buffer.from(secret, 'base64').toString()
  const password = decoded.slice(decoded.indexOf(':') + 1)
  return [decoded, password].filter((part) => part.length >= minSecretChars)
}

/** A shorter one is no secret, and redacting it would tear holes into answers. */
const minSecretChars = 8
const tokenSeconds = 300
/** A token is made anew while it still has this long to live. */
const renewSeconds = 60

type TokenPlan = Extract<CredentialPlan, { kind: 'jwt' }>

/** A bearer token signed with RS256 that lives five minutes (RFC 7519, RFC 7518 section 3.3). */
async function tokenCredential(plan: TokenPlan, means: CredentialMeans): Promise<Credential> {
  const key = await importKey(means.readSecret(plan.key))
  let token = { text: '', expires: 0 }
  const now = async () => {
    const seconds = Math.floor(means.nowMs() / 1000)
    if (token.expires - seconds < renewSeconds) {
      const expires = seconds + tokenSeconds
      const unsigned = new SignJWT(plan.subject === undefined ? {} : { sub: plan.subject })
        .setProtectedHeader({ alg: 'RS256', ...(plan.keyId !== undefined && { kid: plan.keyId }) })
        .setIssuer(plan.issuer)
        .setAudience(plan.audience)
        .setIssuedAt(seconds)
        .setExpirationTime(expires)
        .setJti(crypto.randomUUID())
      token = { text: await unsigned.sign(key), expires }
    }
    const { text } = token
    return { value: `Bearer ${text}`, secrets: [text, ...text.split('.').slice(2)] }
  }
  return { kind: 'header', header: 'authorization', now }
}

async function importKey(pem: string) {
  try {
    return await importPKCS8(pem, 'RS256')
  } catch (cause) {
    throw new CordonError(
      'key-unavailable',
      'The key of a jwt credential is no RSA key in PKCS 8 PEM.',
      {
        help: 'Make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072.',
        cause,
      },
    )
  }
}
