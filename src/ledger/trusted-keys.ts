import { createPublicKey, type KeyObject } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { Sha256 } from '../kernel/ids.ts'
import { sha256 } from './canonical.ts'

/** Ed25519 public keys whose signatures count, by key id. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>

/** The id of a public key: SHA-256 of its SubjectPublicKeyInfo in DER (RFC 5280). */
export function keyIdOf(publicKey: KeyObject): Sha256 {
  return sha256(publicKey.export({ type: 'spki', format: 'der' }))
}

/** Trusts these Ed25519 public keys (SPKI PEM); throws `key-unavailable` for a text that is none. */
export function trustKeys(pems: readonly string[]): TrustedKeys {
  return new Map(
    pems.map((pem) => {
      const key = readPublicKey(pem, 'The given public key')
      return [keyIdOf(key), key] as const
    }),
  )
}

/** Trusts every `<keyid>.pem` of a folder; throws `key-unavailable` where a file can't be read or is not the key it is named for. */
export function loadTrustedKeys(folder: string): TrustedKeys {
  const keys = new Map<string, KeyObject>()
  for (const name of listPemFiles(folder)) {
    const path = join(folder, name)
    const key = readPublicKey(readText(path), `Trusted key ${path}`)
    const keyId = keyIdOf(key)
    if (name !== `${keyId}.pem`) {
      throw new CordonError('key-unavailable', `Trusted key ${path} holds the key ${keyId}.`, {
        help: `Rename it to ${keyId}.pem if you trust that key, or remove it.`,
      })
    }
    keys.set(keyId, key)
  }
  return keys
}

function listPemFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pem'))
      .sort()
  } catch (cause) {
    throw new CordonError('key-unavailable', `Cannot read the trusted keys in ${folder}.`, {
      help: 'Name a folder that holds <keyid>.pem files which you may read.',
      cause,
    })
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CordonError('key-unavailable', `Cannot read the trusted key ${path}.`, {
      help: 'Make the file readable, or remove it.',
      cause,
    })
  }
}

function readPublicKey(pem: string, what: string): KeyObject {
  const key = parsePublicKey(pem)
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw new CordonError('key-unavailable', `${what} is not an Ed25519 public key in PEM.`, {
    help: 'Give the file that Cordon wrote under trusted/, beginning with "-----BEGIN PUBLIC KEY-----".',
  })
}

function parsePublicKey(pem: string): KeyObject | undefined {
  // createPublicKey would also derive a public key from a private one, which has no place here.
  if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return undefined
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}
