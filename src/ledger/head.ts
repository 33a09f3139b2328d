import { asSha256, type Sha256 } from '../kernel/ids.ts'
import { isJsonObject } from '../kernel/json.ts'
import { canonicalJson } from './canonical.ts'
import { decodeUtf8, type EnvelopeProblem, openEnvelope, parseJson } from './dsse.ts'
import { type Signer, signEnvelope } from './signer.ts'
import type { TrustedKeys } from './trusted-keys.ts'

/** What a ledger held at one moment: `hash` is that of record number `size`, which covers all records before it. */
export interface LedgerHead {
  readonly size: number
  readonly hash: Sha256
  readonly time: string
}

export type OpenedHead =
  | { readonly ok: true; readonly head: LedgerHead }
  | { readonly ok: false; readonly reason: EnvelopeProblem | 'not-a-head' }

/** Signs a head as a DSSE envelope, small enough to be kept anywhere off the machine. */
export function signHead(head: LedgerHead, signer: Signer): string {
  const { size, hash, time } = head
  return signEnvelope(headPayloadType, Buffer.from(canonicalJson({ size, hash, time })), signer)
}

/** Reads a signed head; refuses one that no trusted key signed. */
export function openHead(envelope: string, keys: TrustedKeys): OpenedHead {
  const opened = openEnvelope(Buffer.from(envelope), { payloadType: headPayloadType, keys })
  if (!opened.ok) return opened
  const head = readHead(parseJson(decodeUtf8(opened.payload) ?? ''))
  return head ? { ok: true, head } : { ok: false, reason: 'not-a-head' }
}

/** Signs a ledger's heads and reads them back; the one it signed last needs no second look at its signature. */
export class HeadSeal {
  private readonly signer: Signer
  private readonly keys: TrustedKeys
  private last: { readonly envelope: string; readonly head: LedgerHead } | undefined

  constructor({ signer, keys }: { readonly signer: Signer; readonly keys: TrustedKeys }) {
    this.signer = signer
    this.keys = keys
  }

  sign(head: LedgerHead): string {
    const envelope = signHead(head, this.signer)
    this.last = { envelope, head }
    return envelope
  }

  open(envelope: string): OpenedHead {
    if (this.last?.envelope === envelope) return { ok: true, head: this.last.head }
    return openHead(envelope, this.keys)
  }
}

const headPayloadType = 'application/vnd.cordon.ledger-head+json'

function readHead(value: unknown): LedgerHead | undefined {
  if (!isJsonObject(value)) return undefined
  const { size, hash, time } = value
  if (typeof size !== 'number' || typeof hash !== 'string' || typeof time !== 'string')
    return undefined
  const digest = asSha256(hash)
  return digest && Number.isSafeInteger(size) ? { size, hash: digest, time } : undefined
}
