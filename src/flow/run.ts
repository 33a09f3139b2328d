import { rm } from 'node:fs/promises'
import { CordonError } from '../kernel/errors.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { Failure } from '../kernel/outcome.ts'
import type { ReceiptOutcome } from '../ledger/receipt.ts'
import type { IntentRecord } from '../ledger/ledger.ts'
import { seal } from '../ledger/seal.ts'
import type { JobReport } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'
import { type Happened, intentOf, type Passage, receiptOf } from './evidence.ts'
import type { RunOutcome, RunRequest } from './outcome.ts'
import { prepare } from './prepare.ts'
import { type Released, release } from './release.ts'

/**
 * Takes one script through the corridor: inspect, decide, intent, govern, run, release, seal. Every run that gets an
 * intent closes it and leaves a receipt, however it ends. Throws CordonError for a request that cannot be a run
 * (nothing is recorded then) and where Cordon itself cannot do its job (the intent is closed as failed).
 */
export async function run(
  request: RunRequest,
  corridor: Corridor,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const passage = prepare(request, corridor)
  const intent = corridor.ledger.intend(intentOf(passage, corridor))
  try {
    const execution = { passage, intent, corridor, signal }
    switch (passage.examination.decision.verdict) {
      case 'deny':
        return await turnAway('refused', execution)
      case 'hold':
        return await turnAway('pending', execution)
      case 'allow':
        return await execute(execution)
    }
  } catch (cause) {
    abandon(passage, corridor, cause)
    throw cause
  }
}

/** Closes the intent of a run that Cordon could not finish; where even that fails, the next start's recovery closes it. */
function abandon(passage: Passage, { ledger }: Corridor, cause: unknown): void {
  const reason = cause instanceof CordonError ? cause.code : 'internal'
  try {
    ledger.close(passage.runId, { outcome: 'failed', receiptDigest: null, reason })
  } catch {
    // The cause is what the caller must see.
  }
}

/** What every outcome shows of the way here. */
function shown({ runId, examination }: Passage) {
  const { decision, inspection } = examination
  return {
    runId,
    decision,
    findings: inspection.findings,
    capabilities: inspection.capabilities,
  }
}

function answered(
  released: Released,
  grants: readonly GrantedDataset[],
  report: JobReport,
): Happened {
  const outcome: ReceiptOutcome = { status: 'answered', failure: null }
  return { outcome, grants, report, answer: released.evidence }
}

function failed(
  failure: Failure,
  grants: readonly GrantedDataset[],
  report: JobReport,
): Happened {
  const limit = failure.kind === 'limit' ? failure.limit : null
  const status = failure.kind === 'cancelled' ? 'cancelled' : 'failed'
  return { outcome: { status, failure: { kind: failure.kind, limit } }, grants, report }
}

interface Execution {
  readonly passage: Passage
  readonly intent: IntentRecord
  readonly corridor: Corridor
  readonly signal: AbortSignal
}

async function turnAway(
  status: 'refused' | 'pending',
  { passage, intent, corridor }: Execution,
): Promise<RunOutcome> {
  const happened: Happened = { outcome: { status, failure: null }, grants: [] }
  const receipt = await close(passage, happened, { intent, corridor })
  return { status, ...shown(passage), receipt }
}

async function execute(execution: Execution): Promise<RunOutcome> {
  const { passage, intent, corridor, signal } = execution
  const grants: GrantedDataset[] = []
  try {
    const sandbox = await corridor.openSandbox()
    await govern(execution, sandbox.grantDir, grants)
    const report = await sandbox.run(jobOf(passage, grants), signal)
    const base = { ...shown(passage), grants, usage: report.usage, controls: report.controls }
    const sealed = { intent, corridor }
    if (report.status === 'failed') {
      const receipt = await close(passage, failed(report.failure, grants, report), sealed)
      const { failure, stdout, stderr } = report
      return { status: 'failed', ...base, failure, stdout, stderr, receipt }
    }
    const released = release(report.answer, corridor.arrow)
    const receipt = await close(passage, answered(released, grants, report), sealed)
    const { answer, json: answerJson } = released
    return { status: 'answered', ...base, answer, answerJson, receipt }
  } finally {
    await Promise.all(grants.map((grant) => rm(grant.path, { force: true })))
  }
}

async function govern(execution: Execution, outDir: string, grants: GrantedDataset[]) {
  const { passage, corridor, signal } = execution
  const { principal, datasets } = passage.request
  const format = 'pyarrow' in corridor.runtime.packages ? 'parquet' : 'arrow'
  for (const { policy, path } of passage.sources) {
    grants.push(
      await corridor.governor.govern({ policy, path, principal, outDir, format, signal }),
    )
  }
}

async function close(
  passage: Passage,
  happened: Happened,
  link: { readonly intent: IntentRecord; readonly corridor: Corridor },
): Promise<string> {
  const { corridor, intent } = link
  const ledger = { seq: intent.seq, hash: intent.hash }
  const receipt = receiptOf(passage, happened, { corridor, ledger })
  const { envelope, digest } = seal(receipt, corridor.signer)
  await corridor.keepReceipt(passage.runId, envelope)
  corridor.ledger.close(passage.runId, {
    outcome: happened.outcome.status,
    receiptDigest: digest,
    reason: null,
  })
  return envelope
}
