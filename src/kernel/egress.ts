import type { Sha256 } from './ids.ts'

/** One request that code sent through the egress gateway: what was asked of whom and what became of it, without what was in it. */
export interface EgressRecord {
  readonly decision: 'allowed' | 'denied'
  /** Why it was denied, or why an allowed one failed; one word of the gateway's. */
  readonly reason: string | null
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

/** Everything that one run asked for: its first requests in full, all of them counted. */
export interface EgressEvidence {
  readonly requests: readonly EgressRecord[]
  readonly allowed: number
  readonly denied: number
}
