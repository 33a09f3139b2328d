import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { der } from './der.ts'
import { groupsOf6 } from './host.ts'

/** What a certificate says; it is valid for a name or an address, or else signs others. */
export interface CertificatePlan {
  readonly subject: string
  readonly issuer: string
  readonly key: KeyObject
  readonly issuerKey: KeyObject
  readonly notBeforeMs: number
  readonly notAfterMs: number
  /** The one name or address it is for; absent for an authority. */
  readonly host?: string
}

/** Makes an X.509 version 3 certificate (RFC 5280) over P-256 keys, signed with ECDSA and SHA-256, as PEM. */
export function makeCertificate(plan: CertificatePlan): string {
  const { key, issuerKey, host } = plan
  const purpose = host === undefined ? authorityExtensions() : serverExtensions(host)
  const body = der.sequence(
    der.explicit(0, der.integer(Uint8Array.of(2))),
    // Positive and never short (CA/Browser Forum, section 7.1).
    der.integer(Uint8Array.of(1, ...randomBytes(15))),
    ecdsaWithSha256,
    nameOf(plan.issuer),
    der.sequence(der.time(plan.notBeforeMs), der.time(plan.notAfterMs)),
    nameOf(plan.subject),
    publicKeyOf(key),
    der.explicit(
      3,
      der.sequence(
        ...purpose,
        extension('2.5.29.14', der.octetString(keyIdOf(key))),
        extension('2.5.29.35', der.sequence(der.implicit(0, keyIdOf(issuerKey)))),
      ),
    ),
  )
  const signature = sign('sha256', body, { key: issuerKey, dsaEncoding: 'der' })
  const whole = Buffer.from(der.sequence(body, ecdsaWithSha256, der.bitString(signature)))
  const lines = whole.toString('base64').replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`
}

const ecdsaWithSha256 = der.sequence(der.objectId('1.2.840.10045.4.3.2'))
const commonName = '2.5.4.3'

function nameOf(text: string): Uint8Array {
  return der.sequence(der.set(der.sequence(der.objectId(commonName), der.utf8(text))))
}

function extension(id: string, value: Uint8Array, isCritical = false): Uint8Array {
  const critical = isCritical ? [der.boolean(true)] : []
  return der.sequence(der.objectId(id), ...critical, der.octetString(value))
}

/** May sign certificates of servers and nothing below them: CA with a path length of 0, keyCertSign. */
function authorityExtensions(): Uint8Array[] {
  const constraints = der.sequence(der.boolean(true), der.integer(Uint8Array.of(0)))
  return [
    extension('2.5.29.19', constraints, true),
    extension('2.5.29.15', der.bitString(Uint8Array.of(0x04), 2), true),
  ]
}

/** digitalSignature, serverAuth, and the one host. */
function serverExtensions(host: string): Uint8Array[] {
  const serverAuth = der.sequence(der.objectId('1.3.6.1.5.5.7.3.1'))
  return [
    extension('2.5.29.19', der.sequence(), true),
    extension('2.5.29.15', der.bitString(Uint8Array.of(0x80), 7), true),
    extension('2.5.29.37', serverAuth),
    extension('2.5.29.17', der.sequence(generalName(host))),
  ]
}

function generalName(host: string): Uint8Array {
  const family = isIP(host)
  if (family === 0) return der.implicit(2, Buffer.from(host, 'latin1'))
  if (family === 4) return der.implicit(7, Uint8Array.from(host.split('.').map(Number)))
  const groups = groupsOf6(host) ?? []
  return der.implicit(7, Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])))
}

function publicKeyOf(key: KeyObject): Uint8Array {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return half.export({ type: 'spki', format: 'der' })
}

function keyIdOf(key: KeyObject): Uint8Array {
  return createHash('sha256').update(publicKeyOf(key)).digest().subarray(0, 20)
}
