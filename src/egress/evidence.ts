import { createHash } from 'node:crypto'
import type { EgressEvidence, EgressRecord } from '../kernel/egress.ts'
import type { Sha256 } from '../kernel/ids.ts'
import type { DenyReason } from './decide.ts'

/** Why a request got no answer from its server. */
export type Refusal =
  | DenyReason
  | 'password'
  | 'malformed'
  | 'misdirected'
  | 'rate'
  | 'unresolved'
  | 'address'
  | 'request-size'
  | 'response-size'
  | 'encoded'
  | 'timeout'
  | 'unreachable'

/** Collects the evidence of one run, at most 256 requests of it in full. */
export class EvidenceLog {
  private readonly requests: EgressRecord[] = []
  private allowed = 0
  private denied = 0

  add(record: EgressRecord & { readonly reason: Refusal | null }): void {
    if (record.decision === 'allowed') this.allowed += 1
    else this.denied += 1
    if (this.requests.length < maxRequests) this.requests.push(record)
  }

  get evidence(): EgressEvidence {
    return { requests: [...this.requests], allowed: this.allowed, denied: this.denied }
  }
}

/** Digest by which the owner of a log of requests can find one again. */
export function digestOf(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256
}

const maxRequests = 256
