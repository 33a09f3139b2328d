import type { Sha256 } from '../kernel/ids.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { type Receipt, receiptPayloadType, statementOf } from './receipt.ts'
import { isReceipt } from './receipt-shape.ts'
import { type Signer, signEnvelope } from './signer.ts'

/** A receipt as it leaves Cordon. */
export interface SealedReceipt {
  /** The envelope's JSON text, one line. */
  readonly envelope: string
  /** SHA-256 of the signed payload, which the closing ledger record holds; how the envelope is laid out has no part in it. */
  readonly digest: Sha256
}

/** Signs a receipt as a DSSE envelope over an in-toto statement; throws TypeError for one that its own verifier would refuse. */
export function seal(receipt: Receipt, signer: Signer): SealedReceipt {
  if (!isReceipt(receipt)) throw new TypeError('the receipt lacks the shape it promises')
  const payload = Buffer.from(canonicalJson(statementOf(receipt)))
  return {
    envelope: signEnvelope(receiptPayloadType, payload, signer),
    digest: sha256(payload),
  }
}
