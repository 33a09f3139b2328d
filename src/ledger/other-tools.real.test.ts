import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, newKeys, newRunId, receiptOf } from '../../test/fixtures/ledger.ts'
import { sha256 } from './canonical.ts'
import { pae } from './dsse.ts'
import { seal } from './seal.ts'

test('OpenSSL accepts the signature of a receipt, and not of a changed one', () => {
  const { signer, publicPem } = newKeys()
  const sealed = seal(receiptOf(newRunId(), { seq: 1, hash: sha256('intent') }), signer)
  const { payloadType, payload, signatures } = JSON.parse(sealed.envelope)
  const folder = newFolder()
  writeFileSync(join(folder, 'key.pem'), publicPem)
  writeFileSync(join(folder, 'sig'), Buffer.from(signatures[0].sig, 'base64'))
  const signed = pae(payloadType, Buffer.from(payload, 'base64'))
  const check = (data: Uint8Array) => {
    writeFileSync(join(folder, 'data'), data)
    const options = 'pkeyutl -verify -rawin -pubin -inkey key.pem -sigfile sig -in data'.split(' ')
    return execFileSync('openssl', options, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  }
  expect(check(signed)).toContain('Signature Verified Successfully')
  expect(() => check(Buffer.concat([signed, Buffer.from(' ')]))).toThrow()
})
