import type { Capabilities } from '../kernel/capabilities.ts'
import type { Control } from '../kernel/controls.ts'
import type { Verdict } from '../kernel/decision.ts'
import type { EgressEvidence } from '../kernel/egress.ts'
import type { RunEventKind } from '../kernel/events.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { RuleId, RunId, Sha256 } from '../kernel/ids.ts'
import type { LimitName, Limits, Usage } from '../kernel/limits.ts'
import type { Failure } from '../kernel/outcome.ts'
import type { Severity } from '../kernel/severity.ts'

/** The media type of an in-toto statement, as DSSE signs it. */
export const receiptPayloadType = 'application/vnd.in-toto+json'
/** Names the statement's layout (in-toto attestation, Statement v1). */
export const statementType = 'https://in-toto.io/Statement/v1'
/** Names the layout of `Receipt`; an identifier, not an address. Readers ignore fields they don't know. */
export const receiptType = 'https://cordon.dev/receipt/v1'

/** One thing the statement is about: the `script`, and the `answer` where there is one. */
export interface Subject {
  readonly name: string
  readonly digest: { readonly sha256: Sha256 }
}

/** An in-toto statement whose predicate is a receipt. */
export interface Statement {
  readonly _type: typeof statementType
  readonly subject: readonly Subject[]
  readonly predicateType: typeof receiptType
  readonly predicate: Receipt
}

/** A finding without any of the code's text. */
export interface ReceiptFinding {
  readonly rule: RuleId
  readonly severity: Severity
  readonly line: number
}

/** What of one dataset the run was given. */
export type ReceiptGrant = Omit<GrantedDataset, 'path' | 'format' | 'bytes'>

/** The Python that ran. */
export interface ReceiptRuntime {
  readonly python: string
  readonly packages: { readonly [name: string]: string }
  /** Digest of the runtime's lock: versions and file hashes. */
  readonly digest: Sha256
}

/** How the run ended; texts that user code wrote stay out. */
export interface ReceiptOutcome {
  readonly status: 'answered' | 'refused' | 'pending' | 'failed' | 'cancelled'
  readonly failure: { readonly kind: Failure['kind']; readonly limit: LimitName | null } | null
}

/** Events of a kind. The code chooses their names at run time, so only those that its text already shows are named. */
export interface ReceiptEvent {
  readonly kind: RunEventKind
  readonly name: string | null
  readonly count: number
  readonly isBlocked: boolean
}

/** The answer by hash; `bytes` is the length of what was hashed. */
export interface ReceiptAnswer {
  readonly kind: string
  readonly digest: Sha256
  readonly bytes: number
}

/**
 * Everything that happened in one run, joined by hash: who asked, under which policy, what code on which data, what
 * was decided, what held it in and what came out. Holds neither code nor data. Times are RFC 3339 in UTC.
 */
export interface Receipt {
  readonly runId: RunId
  readonly startedAt: string
  readonly finishedAt: string
  readonly principal: { readonly id: string; readonly roles: readonly string[] }
  readonly policy: { readonly digest: Sha256; readonly version: string }
  readonly code: { readonly name: string; readonly digest: Sha256 }
  readonly inspection: {
    /** How many rules looked at the code. */
    readonly ruleCount: number
    readonly findings: readonly ReceiptFinding[]
  }
  readonly capabilities: Capabilities
  readonly decision: {
    readonly verdict: Verdict
    readonly reasons: readonly string[]
    readonly risk: { readonly score: number; readonly level: Severity }
  }
  readonly approval: null
  readonly grants: readonly ReceiptGrant[]
  /** Controls that were armed, limits that held and resources used; empty or null where nothing ran. */
  readonly controls: readonly Control[]
  readonly limits: Limits | null
  readonly usage: Usage | null
  /** What the run asked of the network; absent where it had none. */
  readonly egress?: EgressEvidence
  /** What the code did beside computing; left out in receipts of older versions. */
  readonly events?: readonly ReceiptEvent[]
  readonly runtime: ReceiptRuntime | null
  readonly outcome: ReceiptOutcome
  readonly answer: ReceiptAnswer | null
  /** The intent this run began with; the closing record holds this receipt's digest in turn. */
  readonly ledger: { readonly seq: number; readonly hash: Sha256 }
}

/** The statement that a receipt is signed as. */
export function statementOf(receipt: Receipt): Statement {
  const script: Subject = { name: 'script', digest: { sha256: receipt.code.digest } }
  const answer = receipt.answer && { name: 'answer', digest: { sha256: receipt.answer.digest } }
  return {
    _type: statementType,
    subject: answer ? [script, answer] : [script],
    predicateType: receiptType,
    predicate: receipt,
  }
}
