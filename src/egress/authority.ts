import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { CordonError } from '../kernel/errors.ts'
import { makeCertificate } from './certificate.ts'

/** The certificate authority that only the inside of sandboxes trusts. */
export interface Authority {
  /** Its certificate, PEM. */
  readonly certificate: string
  /** What the gateway shows for a host, made at the first call for it. */
  contextFor(host: string): SecureContext
}

/** Makes the key and certificate of a new authority, valid for ten years, as one PEM text that is a secret. */
export function newAuthority(nowMs: number): string {
  const { privateKey, publicKey } = newKeys()
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const certificate = makeCertificate({
    subject: name,
    issuer: name,
    key: publicKey,
    issuerKey: privateKey,
    notBeforeMs: nowMs - skewMs,
    notAfterMs: nowMs + 10 * 365 * dayMs,
  })
  return pem + certificate
}

/** Opens what `newAuthority` made. Throws `key-unavailable` where it is something else or out of date. */
export function openAuthority(pem: string, nowMs: number): Authority {
  const { key, certificate } = parse(pem)
  if (!isUsable(key, certificate, nowMs)) throw unusable()
  const leaf = newKeys()
  const leafKey = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const shown = new Map<string, SecureContext>()
  const make = (host: string) => {
    const plan = {
      subject: 'Cordon egress',
      issuer: name,
      key: leaf.publicKey,
      issuerKey: key,
      notBeforeMs: nowMs - skewMs,
      notAfterMs: nowMs + leafDays * dayMs,
      host,
    }
    return createSecureContext({ key: leafKey, cert: makeCertificate(plan), minVersion: 'TLSv1.2' })
  }
  return {
    certificate: certificate.toString(),
    contextFor: (host) => {
      const context = shown.get(host) ?? make(host)
      shown.set(host, context)
      const [oldest] = shown.keys()
      if (shown.size > maxShown && oldest !== undefined) shown.delete(oldest)
      return context
    },
  }
}

const name = 'Cordon egress authority'
const dayMs = 24 * 60 * 60 * 1000
/** For clocks that are a little apart. */
const skewMs = 60 * 60 * 1000
/** Longer than a process lives; clients refuse what is valid for more than 825 days. */
const leafDays = 800
const maxShown = 1000

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function parse(pem: string): { readonly key: KeyObject; readonly certificate: X509Certificate } {
  try {
    const start = pem.indexOf('-----BEGIN CERTIFICATE-----')
    return {
      key: createPrivateKey(pem.slice(0, start)),
      certificate: new X509Certificate(pem.slice(start)),
    }
  } catch {
    throw unusable()
  }
}

function isUsable(key: KeyObject, certificate: X509Certificate, nowMs: number): boolean {
  const isCurrent =
    Date.parse(certificate.validFrom) <= nowMs &&
    nowMs + leafDays * dayMs < Date.parse(certificate.validTo)
  return isCurrent && certificate.ca && certificate.publicKey.equals(createPublicKey(key))
}

function unusable(): CordonError {
  const message = "The egress authority's file holds no valid key and certificate."
  return new CordonError('key-unavailable', message, {
    help: 'Move it away (keys/egress-ca.pem in the state folder); Cordon then makes a new one.',
  })
}
