import { createHash } from 'node:crypto'
import type { Sha256 } from '../kernel/ids.ts'
import type { DenyReason } from './decide.ts'

/** Why a request got no answer from its server. */
export type Refusal =
  | DenyReason
  | 'token'
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

/** One request as evidence: what was asked of whom and what became of it, without what was in it. */
export interface EgressRecord {
  readonly decision: 'allowed' | 'denied'
  /** Why it was denied, or why an allowed one failed. */
  readonly reason: Refusal | null
  /** Empty where the request could not be read. */
  readonly method: string
  readonly host: string
  readonly port: number
  /** Digest of path and query, which may hold data. */
  readonly pathDigest: Sha256 | null
  /** Status that the code got; 0 where it got none. */
  readonly status: number
  readonly requestBytes: number
  readonly responseBytes: number
  /** The server pointed to a place that policy closes. */
  readonly isRedirectDenied: boolean
}

/** Everything that one run asked for: the first requests in full, all of them counted. */
export interface EgressEvidence {
  readonly requests: readonly EgressRecord[]
  readonly allowed: number
  readonly denied: number
}

/** Collects the evidence of one run, at most 256 requests of it in full. */
export class EvidenceLog {
  private readonly requests: EgressRecord[] = []
  private allowed = 0
  private denied = 0

  add(record: EgressRecord): void {
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
