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
  | 'handshake'
  | 'rate'
  | 'connections'
  | 'unresolved'
  | 'address'
  | 'request-size'
  | 'response-size'
  | 'encoded'
  | 'timeout'
  | 'unreachable'

type Told = Omit<EgressRecord, 'decision'> & { readonly reason: Refusal | null }

/** Collects the evidence of one run, in full as far as `maxInFull`. */
export class EvidenceLog {
  private readonly requests: EgressRecord[] = []
  private allowed = 0
  private denied = 0

  /** Counts a request, and keeps what `tell` says of it while there is room. */
  add(decision: EgressRecord['decision'], tell: () => Told): void {
    this[decision] += 1
    if (this[decision] <= maxInFull[decision]) this.requests.push({ decision, ...tell() })
  }

  get evidence(): EgressEvidence {
    return { requests: [...this.requests], allowed: this.allowed, denied: this.denied }
  }
}

/** Digest by which the owner of a log of requests can find one again. */
export function digestOf(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256
}

/** Each kind has its own room, so that no number of denied requests hides one that went out. */
const maxInFull = { allowed: 1024, denied: 256 } as const
