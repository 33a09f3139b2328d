import { createHmac } from 'node:crypto'
import { CordonError } from '../kernel/errors.ts'

/**
 * An installation's secrets for pseudonyms by their version, 32 bytes each. The newest makes pseudonyms; a token names the
 * version it was made with and is turned back with that one.
 */
export type MaskKeys = ReadonlyMap<number, Uint8Array>

/** The version that pseudonyms are made with. Throws `key-unavailable` where there is none. */
export function newestVersion(keys: MaskKeys): number {
  if (keys.size > 0) return Math.max(...keys.keys())
  throw new CordonError('key-unavailable', 'There is no mask key.')
}

/** The key of a version. Throws `key-unavailable` where it is not here. */
export function maskKeyOf(keys: MaskKeys, version: number): Uint8Array {
  const key = keys.get(version)
  if (key) return key
  throw new CordonError('key-unavailable', `Version ${version} of the mask key is not here.`, {
    help: 'What was made with it cannot be turned back without it: restore its file from a backup.',
  })
}

/** What keeps the pseudonyms of one use of the data apart from those of another. */
export interface MaskScope {
  readonly tenant: string
  readonly purpose: string
}

/** The two 64-byte blocks that HMAC-SHA-256 (RFC 2104) hashes before the message and before the inner digest. */
export interface HmacPads {
  readonly inner: Uint8Array
  readonly outer: Uint8Array
}

/** What a column has a key of its own for: pseudonyms, the two halves of tokens, noise. */
export type KeyUse = 'mask' | 'token-id' | 'token-text' | 'noise' | 'fpe'

/** Whose key, and what for. */
export interface KeyPurpose {
  readonly scope: MaskScope
  readonly column: string
  readonly use: KeyUse
}

const blockBytes = 64

/**
 * Derives a column's own key from the installation's 32-byte mask key, for one tenant, purpose and use. Equal column names
 * (letter case aside) share a key, so that masked columns still join.
 */
export function columnKey(maskKey: Uint8Array, { scope, column, use }: KeyPurpose): Buffer {
  if (maskKey.length !== 32) {
    throw new CordonError('key-unavailable', 'The mask key must be 32 bytes.')
  }
  const label = JSON.stringify([
    `cordon-${use}-v1`,
    scope.tenant,
    scope.purpose,
    column.toLowerCase(),
  ])
  return createHmac('sha256', maskKey).update(label).digest()
}

/** A column's key as HMAC pads. */
export function columnPads(maskKey: Uint8Array, purpose: KeyPurpose): HmacPads {
  const key = columnKey(maskKey, purpose)
  return { inner: pad(key, 0x36), outer: pad(key, 0x5c) }
}

function pad(key: Uint8Array, byte: number): Uint8Array {
  return Uint8Array.from({ length: blockBytes }, (_, index) => (key[index] ?? 0) ^ byte)
}
