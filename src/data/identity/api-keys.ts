import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A service's API key as it is kept: its hash, and whom it stands for. */
export interface ApiKeyEntry<Who> {
  readonly id: string
  /** SHA-256 of the whole key in hexadecimal; the key has 256 random bits, so nothing slower is needed. */
  readonly sha256: string
  /** RFC 3339. */
  readonly expires?: string
  readonly principal: Who
}

/** Makes a key that nobody can guess; only its hash is to be kept. */
export function makeApiKey(id: string): { readonly key: string; readonly sha256: string } {
  const key = `cordon_${id}_${randomBytes(32).toString('base64url')}`
  return { key, sha256: digestOf(key).toString('hex') }
}

/** True for what has the form of an API key. */
export function isApiKey(text: string): boolean {
  return /^cordon_[a-z0-9-]{1,64}_[A-Za-z0-9_-]{43}$/.test(text)
}

/** The entry of a key, undefined where there is none or it has expired; the time it takes tells nothing of the keys. */
export function findApiKey<Who>(
  key: string,
  entries: readonly ApiKeyEntry<Who>[],
  nowMs: number,
): ApiKeyEntry<Who> | undefined {
  if (!isApiKey(key)) return undefined
  const digest = digestOf(key)
  const found = entries.filter((entry) => {
    const kept = Buffer.from(entry.sha256, 'hex')
    return kept.length === digest.length && timingSafeEqual(kept, digest)
  })
  const [entry] = found
  if (!entry || found.length > 1) return undefined
  return entry.expires === undefined || nowMs < Date.parse(entry.expires) ? entry : undefined
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
