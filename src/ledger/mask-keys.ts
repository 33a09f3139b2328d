import { createHmac, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import { makePrivateFolder, readOrCreateFile, readPrivateFile } from './private-file.ts'

const secretBytes = 32

/**
 * Loads the secrets that pseudonyms are made with, by version: `mask.key`, `mask-2.key` and so on (32 bytes, 0600), making the
 * first where none ever was. A `.id` beside each says that it was there and which it was. Throws `key-unavailable` where the
 * newest is gone, or any is not the one it was; an older one that is gone is left out.
 */
export function loadMaskKeys(folder: string): ReadonlyMap<number, Uint8Array> {
  makePrivateFolder(folder)
  const newest = newestVersion(folder)
  if (newest === 0) return new Map([[1, makeKey(folder, 1)]])
  const keys = new Map<number, Uint8Array>()
  for (let version = 1; version <= newest; version++) {
    const key = readKey(folder, version)
    if (key) keys.set(version, key)
  }
  if (keys.has(newest)) return keys
  throw new CordonError('key-unavailable', `${fileOf(folder, newest)} is gone.`, {
    help: 'Restore it from a backup, or go on with a new one: cordon data rotate-key. What was masked before then no longer matches.',
  })
}

/** Makes the next version and gives its number; masks are made with it from then on, and older tokens still turn back. */
export function addMaskKey(folder: string): number {
  makePrivateFolder(folder)
  const version = newestVersion(folder) + 1
  makeKey(folder, version)
  return version
}

/** The highest version that there is or was; 0 where none was made yet. */
function newestVersion(folder: string): number {
  const versions = readdirSync(folder).flatMap((name) => {
    const [, number = '1'] = /^mask(?:-([1-9][0-9]{0,4}))?\.(?:key|id)$/.exec(name) ?? [name, '0']
    return Number(number)
  })
  return Math.max(0, ...versions)
}

function makeKey(folder: string, version: number): Uint8Array {
  const path = fileOf(folder, version)
  readOrCreateFile(path, { mode: 0o600, make: () => randomBytes(secretBytes) })
  const key = readKey(folder, version)
  if (key) return key
  throw new CordonError('key-unavailable', `${path} vanished while it was being read.`)
}

function readKey(folder: string, version: number): Uint8Array | undefined {
  const path = fileOf(folder, version)
  const key = readPrivateFile(path)
  if (key === undefined) return undefined
  if (key.length !== secretBytes) throw spoilt(path, `does not hold ${secretBytes} bytes`)
  const id = createHmac('sha256', key).update('cordon-mask-key-id').digest('hex').slice(0, 16)
  const known = readOrCreateFile(path.replace(/key$/, 'id'), { mode: 0o600, make: () => id })
  if (Buffer.from(known).toString() !== id) throw spoilt(path, 'is not the key that it was')
  return key
}

function spoilt(path: string, what: string): CordonError {
  return new CordonError('key-unavailable', `${path} ${what}.`, {
    help: 'Restore it from a backup. With another secret, old and new masked values do not match.',
  })
}

function fileOf(folder: string, version: number): string {
  return join(folder, version === 1 ? 'mask.key' : `mask-${version}.key`)
}
