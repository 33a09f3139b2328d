import type { Sha256 } from '../kernel/ids.ts'
import { type Envelope, pae } from './dsse.ts'

/** An Ed25519 private key, held wherever it is held. */
export interface Signer {
  /** Id of the public key: SHA-256 of its SPKI DER. */
  readonly keyId: Sha256
  readonly sign: (data: Uint8Array) => Uint8Array
}

/** Signs a payload as a DSSE envelope and gives the envelope's JSON text, one line. */
export function signEnvelope(payloadType: string, payload: Uint8Array, signer: Signer): string {
  const signature = signer.sign(pae(payloadType, payload))
  const envelope: Envelope = {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: signer.keyId, sig: Buffer.from(signature).toString('base64') }],
  }
  return JSON.stringify(envelope)
}
