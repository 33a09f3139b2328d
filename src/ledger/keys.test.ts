import { verify } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, newKeys } from '../../test/fixtures/ledger.ts'
import { loadOrCreateKeys } from './keys.ts'
import { loadMaskKeys } from './mask-keys.ts'
import { loadTrustedKeys, trustKeys } from './trusted-keys.ts'

function folderOf(): string {
  return join(newFolder(), 'a', 'keys')
}

test('makes a key for its owner only, trusts it, and finds it again', () => {
  const folder = folderOf()
  const { signer, trusted } = loadOrCreateKeys(folder)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'signing-key.pem')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).sort()).toEqual(['signing-key.pem', 'trusted'])
  expect([...trusted.keys()]).toEqual([signer.keyId])
  const again = loadOrCreateKeys(folder)
  expect(again.signer.keyId).toBe(signer.keyId)
  const data = Buffer.from('data')
  const key = again.trusted.get(signer.keyId)
  expect(key && verify(null, data, key, signer.sign(data))).toBe(true)
})

test.each([
  ['others can read', (path: string) => chmodSync(path, 0o640), 'chmod 600'],
  ['holds something else', (path: string) => writeFileSync(path, 'x'), 'Restore it'],
  ['is a link', linkElsewhere, 'Move it away'],
  [
    'lies in a folder that others can change',
    (path: string) => chmodSync(join(path, '..'), 0o770),
    'chmod 700',
  ],
])('refuses a key that %s', (_, spoil, help) => {
  const folder = folderOf()
  loadOrCreateKeys(folder)
  loadMaskKeys(folder)
  spoil(join(folder, 'signing-key.pem'))
  spoil(join(folder, 'mask.key'))
  const refusal = { code: 'key-unavailable', help: expect.stringContaining(help) }
  expect(() => loadOrCreateKeys(folder)).toThrow(expect.objectContaining(refusal))
  expect(() => loadMaskKeys(folder)).toThrow(expect.objectContaining(refusal))
})

function linkElsewhere(path: string): void {
  renameSync(path, `${path}.moved`)
  symlinkSync(`${path}.moved`, path)
}

test('cannot make keys where no folder can be', () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  expect(() => loadOrCreateKeys(join(file, 'keys'))).toThrow(
    expect.objectContaining({ code: 'key-unavailable' }),
  )
})

test('trusts only files that are the key they are named for', () => {
  const folder = newFolder()
  const { signer, publicPem } = newKeys()
  writeFileSync(join(folder, `${signer.keyId}.pem`), publicPem)
  writeFileSync(join(folder, 'notes.txt'), 'nothing')
  expect([...loadTrustedKeys(folder).keys()]).toEqual([signer.keyId])
  expect([...trustKeys([publicPem]).keys()]).toEqual([signer.keyId])
  writeFileSync(join(folder, `${newKeys().signer.keyId}.pem`), publicPem)
  expect(() => loadTrustedKeys(folder)).toThrow(signer.keyId)
})

test.each(['', 'text', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'])(
  'refuses to trust what is no public key (case %#)',
  (pem) => {
    const folder = newFolder()
    writeFileSync(join(folder, 'x.pem'), pem)
    const refusal = expect.objectContaining({ code: 'key-unavailable' })
    expect(() => loadTrustedKeys(folder)).toThrow(refusal)
    expect(() => trustKeys([pem])).toThrow(refusal)
  },
)

test('says that a folder of trusted keys is missing, or a key in it unreadable', () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'x.pem'))
  const refusal = expect.objectContaining({ code: 'key-unavailable' })
  expect(() => loadTrustedKeys(join(folder, 'none'))).toThrow(refusal)
  expect(() => loadTrustedKeys(folder)).toThrow(refusal)
})
