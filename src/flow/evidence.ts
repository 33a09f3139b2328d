import { rules } from '../inspect/rules/index.ts'
import type { PictureFormat } from '../kernel/answer.ts'
import type { EgressEvidence } from '../kernel/egress.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { RunId } from '../kernel/ids.ts'
import type { Limits } from '../kernel/limits.ts'
import { sha256 } from '../ledger/canonical.ts'
import type { Receipt, ReceiptAnswer, ReceiptGrant, ReceiptOutcome } from '../ledger/receipt.ts'
import type { Intent } from '../ledger/record.ts'
import type { JobReport } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'
import type { Examination } from './examine.ts'
import { receiptEvents } from './manifest.ts'
import type { RunRequest } from './outcome.ts'
import type { Source } from './source.ts'

/** One run from the moment it has an id until its receipt is sealed. */
export interface Passage {
  readonly runId: RunId
  readonly startedMs: number
  readonly request: RunRequest
  readonly sources: readonly Source[]
  readonly examination: Examination
  readonly limits: Limits
  readonly figures: PictureFormat
}

/** What happened after the decision, as far as it came. */
export interface Happened {
  readonly outcome: ReceiptOutcome
  readonly grants: readonly GrantedDataset[]
  readonly report?: JobReport
  readonly answer?: ReceiptAnswer
  readonly egress?: EgressEvidence | undefined
}

export function intentOf(passage: Passage, corridor: Corridor): Intent {
  const { request, examination } = passage
  return {
    runId: passage.runId,
    principalId: request.principal.id,
    codeDigest: sha256(request.code),
    policyDigest: corridor.policy.digest,
    verdict: examination.decision.verdict,
    datasets: passage.sources.map(({ name }) => name),
  }
}

/** Joins everything that happened into the receipt that is to be signed; holds neither code nor data. */
export function receiptOf(
  passage: Passage,
  happened: Happened,
  link: { readonly corridor: Corridor; readonly ledger: Receipt['ledger'] },
): Receipt {
  const { request, examination } = passage
  const { policy, clock, runtime } = link.corridor
  const { inspection, decision } = examination
  const { report } = happened
  return {
    runId: passage.runId,
    startedAt: new Date(passage.startedMs).toISOString(),
    finishedAt: new Date(clock.nowMs()).toISOString(),
    principal: { id: request.principal.id, roles: request.principal.roles },
    policy: { digest: policy.digest, version: policy.version },
    code: { name: request.fileName, digest: sha256(request.code) },
    inspection: {
      ruleCount: rules.length,
      findings: inspection.findings.map(({ rule, severity, span }) => ({
        rule,
        severity,
        line: span.line,
      })),
    },
    capabilities: inspection.capabilities,
    decision: {
      verdict: decision.verdict,
      reasons: decision.reasons,
      risk: { score: decision.risk.score, level: decision.risk.level },
    },
    approval: null,
    grants: happened.grants.map(grantEvidence),
    controls: report?.controls ?? [],
    limits: report ? passage.limits : null,
    usage: report?.usage ?? null,
    ...(happened.egress && { egress: happened.egress }),
    ...(report && { events: receiptEvents(report.events, inspection.capabilities) }),
    runtime: report
      ? { python: runtime.version, packages: runtime.packages, digest: runtime.digest }
      : null,
    outcome: happened.outcome,
    answer: happened.answer ?? null,
    ledger: link.ledger,
  }
}

function grantEvidence({
  path: _,
  format: __,
  bytes: ___,
  ...grant
}: GrantedDataset): ReceiptGrant {
  return grant
}
