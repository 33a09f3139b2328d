import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import { makePrivateFolder, readOrCreateFile } from './private-file.ts'
import type { Signer } from './signer.ts'
import { keyIdOf, loadTrustedKeys, type TrustedKeys } from './trusted-keys.ts'

/** What an installation signs with, and whose signatures it accepts (its own among them). */
export interface InstallationKeys {
  readonly signer: Signer
  readonly trusted: TrustedKeys
}

/**
 * Loads the installation's Ed25519 key (`signing-key.pem`, PKCS 8, 0600) and the keys under `trusted/`, making what is
 * missing; several first runs at once agree on one key. Throws `key-unavailable` where a key is unreadable, no
 * Ed25519 key, or open to others.
 */
export function loadOrCreateKeys(folder: string): InstallationKeys {
  makePrivateFolder(folder)
  const path = join(folder, 'signing-key.pem')
  const privateKey = parsePrivateKey(path, readOrCreateFile(path, { mode: 0o600, make: newKeyPem }))
  const publicKey = createPublicKey(privateKey)
  const keyId = keyIdOf(publicKey)
  const trustedFolder = join(folder, 'trusted')
  makePrivateFolder(trustedFolder)
  readOrCreateFile(join(trustedFolder, `${keyId}.pem`), {
    mode: 0o644,
    make: () => publicKey.export({ type: 'spki', format: 'pem' }),
  })
  return {
    signer: { keyId, sign: (data) => sign(null, data, privateKey) },
    trusted: loadTrustedKeys(trustedFolder),
  }
}

function newKeyPem(): string {
  return generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
}

function parsePrivateKey(path: string, pem: Uint8Array): KeyObject {
  const key = attemptParse(pem)
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw new CordonError('key-unavailable', `${path} is not an Ed25519 private key in PKCS 8 PEM.`, {
    help: 'Restore it from a backup, or move it away and let Cordon make a new one (keep its file under trusted/, so that old receipts still verify).',
  })
}

function attemptParse(pem: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey(Buffer.from(pem))
  } catch {
    return undefined
  }
}
