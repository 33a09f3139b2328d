import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { Failure } from '../kernel/outcome.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { RecordPlace } from '../ledger/ledger.ts'
import type { ReceiptOutcome } from '../ledger/receipt.ts'
import { type RecordedRun, recordRun } from '../ledger/record-run.ts'
import { type SealedReceipt, seal } from '../ledger/seal.ts'
import type { Job, JobReport } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'
import { type Happened, intentOf, type Passage, receiptOf } from './evidence.ts'
import { manifestOf } from './manifest.ts'
import type { RunOutcome, RunRequest } from './outcome.ts'
import { prepare } from './prepare.ts'
import { type Released, release } from './release.ts'

/**
 * Takes one script through the corridor: inspect, decide, intent, govern, run, release, seal. Every run that gets an
 * intent closes it, and no answer leaves before that is on disk. Throws CordonError for a request that cannot be a run
 * (nothing is recorded then) and where Cordon itself cannot do its job (the intent is closed as failed).
 */
export async function run(
  request: RunRequest,
  corridor: Corridor,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const passage = prepare(request, corridor)
  return recordRun(corridor.ledger, intentOf(passage, corridor), async (intent) => {
    const execution = { passage, intent, corridor, signal }
    const { verdict } = passage.examination.decision
    switch (verdict) {
      case 'deny':
        return turnAway('refused', execution)
      case 'hold':
        return turnAway('pending', execution)
      case 'allow':
        return execute(execution)
      default:
        return unreachable(verdict)
    }
  })
}

interface Execution {
  readonly passage: Passage
  readonly intent: RecordPlace
  readonly corridor: Corridor
  readonly signal: AbortSignal
}

function turnAway(status: 'refused' | 'pending', execution: Execution): RecordedRun<RunOutcome> {
  const sealed = sealAndKeep({ outcome: { status, failure: null }, grants: [] }, execution)
  return closing(status, sealed, { status, ...shown(execution.passage), receipt: sealed.envelope })
}

async function execute(execution: Execution): Promise<RecordedRun<RunOutcome>> {
  const { passage, corridor, signal } = execution
  const sandbox = await corridor.openSandbox(passage.examination.inspection.capabilities)
  const folder = join(sandbox.grantDir, passage.runId)
  try {
    mkdirSync(folder)
    const grants = await govern(execution, folder)
    const report = await sandbox.run(jobOf(passage, grants), signal)
    return report.status === 'completed'
      ? await answer(execution, grants, report)
      : fail(execution, grants, report)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function govern(
  { passage, corridor, signal }: Execution,
  outDir: string,
): Promise<GrantedDataset[]> {
  const { principal } = passage.request
  const scope = { tenant: corridor.tenant, purpose: 'run' }
  const format = 'pyarrow' in corridor.runtime.packages ? 'parquet' : 'arrow'
  const grants: GrantedDataset[] = []
  for (const source of passage.sources) {
    grants.push(
      await corridor.governor.govern({ ...source, principal, scope, outDir, format, signal }),
    )
  }
  return grants
}

function jobOf({ request, limits, examination }: Passage, grants: readonly GrantedDataset[]): Job {
  return {
    code: examination.inspection.text,
    fileName: request.fileName,
    limits,
    allowed: manifestOf(examination.inspection.capabilities),
    inputs: grants.map(({ name, path, format }) => ({ name, path, format })),
  }
}

async function answer(
  execution: Execution,
  grants: readonly GrantedDataset[],
  report: Extract<JobReport, { status: 'completed' }>,
): Promise<RecordedRun<RunOutcome>> {
  const released: Released = await release(report.answer, execution.corridor.loadArrow)
  const outcome: ReceiptOutcome = { status: 'answered', failure: null }
  const sealed = sealAndKeep({ outcome, grants, report, answer: released.evidence }, execution)
  return closing('answered', sealed, {
    status: 'answered',
    ...shown(execution.passage),
    ...used(grants, report),
    answer: released.answer,
    answerJson: released.json,
    receipt: sealed.envelope,
  })
}

function fail(
  execution: Execution,
  grants: readonly GrantedDataset[],
  report: Extract<JobReport, { status: 'failed' }>,
): RecordedRun<RunOutcome> {
  const { failure, stdout, stderr } = report
  const outcome = failureOutcome(failure)
  const sealed = sealAndKeep({ outcome, grants, report }, execution)
  return closing(outcome.status, sealed, {
    status: 'failed',
    ...shown(execution.passage),
    ...used(grants, report),
    failure,
    stdout,
    stderr,
    receipt: sealed.envelope,
  })
}

function failureOutcome(failure: Failure): ReceiptOutcome {
  const limit = failure.kind === 'limit' ? failure.limit : null
  const status = failure.kind === 'cancelled' ? 'cancelled' : 'failed'
  return { status, failure: { kind: failure.kind, limit } }
}

/** The receipt is on disk before the ledger's close names it, so that no close names a receipt that nobody has. */
function sealAndKeep(happened: Happened, { passage, intent, corridor }: Execution): SealedReceipt {
  const ledger = { seq: intent.seq, hash: intent.hash }
  const sealed = seal(receiptOf(passage, happened, { corridor, ledger }), corridor.signer)
  corridor.keepReceipt(passage.runId, sealed.envelope)
  return sealed
}

function closing(
  outcome: ReceiptOutcome['status'],
  { digest }: SealedReceipt,
  value: RunOutcome,
): RecordedRun<RunOutcome> {
  return { end: { outcome, receiptDigest: digest, reason: null }, value }
}

/** What every outcome shows of the way here. */
function shown({ runId, examination, request }: Passage) {
  const { decision, inspection } = examination
  const { findings, capabilities, text } = inspection
  return { runId, decision, findings, capabilities, source: { text, fileName: request.fileName } }
}

function used(grants: readonly GrantedDataset[], { usage, controls, events }: JobReport) {
  return { grants, usage, controls, events }
}
