import { verify } from 'node:crypto'
import { isJsonObject } from '../kernel/json.ts'
import type { TrustedKeys } from './trusted-keys.ts'

/** A DSSE envelope (secure-systems-lab/dsse, protocol 1.0.2) with the one signature that Cordon writes and accepts. */
export interface Envelope {
  readonly payloadType: string
  /** Standard base64 with padding, as is `sig`. */
  readonly payload: string
  readonly signatures: readonly [{ readonly keyid: string; readonly sig: string }]
}

/** Why an envelope is not accepted. */
export type EnvelopeProblem =
  | 'too-large'
  | 'not-json'
  | 'not-an-envelope'
  | 'wrong-payload-type'
  | 'bad-base64'
  | 'unknown-key'
  | 'bad-signature'

export type OpenedEnvelope =
  | { readonly ok: true; readonly payload: Uint8Array; readonly keyId: string }
  | { readonly ok: false; readonly reason: EnvelopeProblem }

export interface OpenOptions {
  readonly payloadType: string
  readonly keys: TrustedKeys
}

/** Largest envelope that is looked at, in bytes. */
export const envelopeLimitBytes = 16 * 1024 * 1024

/** What is signed: the pre-authentication encoding of DSSE 1, lengths in bytes. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const typeBytes = Buffer.byteLength(payloadType)
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${typeBytes} ${payloadType} ${payload.length} `),
    payload,
  ])
}

/**
 * Gives the payload of an envelope whose one signature is by a trusted key. Stricter than DSSE asks: nothing but
 * the three fields, exactly one signature, no key twice, no escapes in strings, standard base64 in its one spelling,
 * so that two readers can't see two things and any flipped bit shows.
 */
export function openEnvelope(bytes: Uint8Array, options: OpenOptions): OpenedEnvelope {
  if (bytes.length > envelopeLimitBytes) return { ok: false, reason: 'too-large' }
  const text = decodeUtf8(bytes)
  const value = text === undefined ? undefined : parseJson(text)
  if (text === undefined || value === undefined) return { ok: false, reason: 'not-json' }
  if (!isEnvelope(value) || !isPlainlySpelled(text, value)) {
    return { ok: false, reason: 'not-an-envelope' }
  }
  if (value.payloadType !== options.payloadType) return { ok: false, reason: 'wrong-payload-type' }
  return checkSignature(value, options.keys)
}

/** UTF-8 read strictly, a byte-order mark kept; undefined where it is no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function checkSignature(envelope: Envelope, keys: TrustedKeys): OpenedEnvelope {
  const [{ keyid, sig }] = envelope.signatures
  const payload = decodeBase64(envelope.payload)
  const signature = decodeBase64(sig)
  if (!payload || !signature) return { ok: false, reason: 'bad-base64' }
  const key = keys.get(keyid)
  if (!key) return { ok: false, reason: 'unknown-key' }
  return verify(null, pae(envelope.payloadType, payload), key, signature)
    ? { ok: true, payload, keyId: keyid }
    : { ok: false, reason: 'bad-signature' }
}

function isEnvelope(value: unknown): value is Envelope {
  if (!hasExactly(value, ['payload', 'payloadType', 'signatures'])) return false
  const { payload, payloadType, signatures } = value
  if (typeof payload !== 'string' || typeof payloadType !== 'string') return false
  if (!Array.isArray(signatures) || signatures.length !== 1) return false
  const [signature] = signatures
  if (!hasExactly(signature, ['keyid', 'sig'])) return false
  return typeof signature.keyid === 'string' && typeof signature.sig === 'string'
}

function hasExactly<Key extends string>(
  value: unknown,
  keys: readonly Key[],
): value is { readonly [key in Key]: unknown } {
  return isJsonObject(value) && Object.keys(value).sort().join() === [...keys].sort().join()
}

function isPlainlySpelled(text: string, value: unknown): boolean {
  // Duplicate keys, escapes and white space inside strings all differ from what JSON.stringify writes.
  return text.replace(/[ \t\r\n]/g, '') === JSON.stringify(value)
}

function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
