import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EgressEvidence } from '../kernel/egress.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { Failure } from '../kernel/outcome.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { RecordPlace } from '../ledger/ledger.ts'
import type { ReceiptOutcome } from '../ledger/receipt.ts'
import { type RecordedRun, recordRun } from '../ledger/record-run.ts'
import { type SealedReceipt, seal } from '../ledger/seal.ts'
import type { Job, JobReport, Sandbox } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'
import { type Happened, intentOf, type Passage, receiptOf } from './evidence.ts'
import { neededColumns } from './examine.ts'
import { type Exit, passAnswer, passFailure, passTexts } from './exits.ts'
import type { RunOutcome, RunRequest } from './outcome.ts'
import { prepare } from './prepare.ts'
import type { GovernedSource } from './source.ts'
import { openWayOut } from './way-out.ts'

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
    const sources = sourcesOf(execution, folder)
    const grants: GrantedDataset[] = []
    for (const source of sources) grants.push(await corridor.governor.govern(source))
    const { report, egress } = await runJob(execution, grants, sandbox)
    const exit = { passage, corridor, sources, grants, signal, egress }
    return report.status === 'completed'
      ? await answer(execution, exit, report)
      : await fail(execution, exit, report)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a job asked of the network, where it had one. */
interface Asked {
  readonly egress: EgressEvidence | undefined
}

async function runJob(
  { passage, corridor, signal }: Execution,
  grants: readonly GrantedDataset[],
  sandbox: Sandbox,
): Promise<Asked & { readonly report: JobReport }> {
  const needs = passage.examination.inspection.capabilities
  const door = await openWayOut({ runId: passage.runId, needs }, corridor, sandbox)
  const job = { ...jobOf(passage, grants), ...(door && { egress: door.key }) }
  let egress: EgressEvidence | undefined
  const report = await sandbox.run(job, signal).finally(async () => {
    egress = await door?.close()
  })
  return { report, egress }
}

function sourcesOf(
  { passage, corridor, signal }: Execution,
  outDir: string,
): readonly GovernedSource[] {
  const { principal } = passage.request
  const scope = { tenant: corridor.tenant, purpose: 'run' }
  const format = 'pyarrow' in corridor.runtime.packages ? 'parquet' : 'arrow'
  return passage.sources.map((source) => {
    const needed = neededColumns(source.name, passage.examination.inspection.capabilities)
    const request = { ...source, principal, scope, outDir, format, signal } as const
    return needed === undefined ? request : { ...request, neededColumns: needed }
  })
}

function jobOf({ request, limits, examination }: Passage, grants: readonly GrantedDataset[]): Job {
  return {
    code: examination.inspection.text,
    fileName: request.fileName,
    limits,
    inputs: grants.map(({ name, path, format }) => ({ name, path, format })),
  }
}

async function answer(
  execution: Execution,
  exit: Exit & Asked,
  report: Extract<JobReport, { status: 'completed' }>,
): Promise<RecordedRun<RunOutcome>> {
  const passed = await passAnswer(report.answer, exit)
  if (passed.status === 'withheld') {
    const { message } = passed
    const failure = { kind: 'blocked', operation: 'release', message } as const
    return failed(execution, { ...exit, report }, { failure, stdout: '', stderr: '' })
  }
  const { grants, egress } = exit
  const { released } = passed
  const outcome: ReceiptOutcome = { status: 'answered', failure: null }
  const sealed = sealAndKeep(
    { outcome, grants, report, answer: released.evidence, egress },
    execution,
  )
  return closing('answered', sealed, {
    status: 'answered',
    ...shown(execution.passage),
    ...used(grants, report),
    answer: released.answer,
    answerJson: released.json,
    receipt: sealed.envelope,
  })
}

async function fail(
  execution: Execution,
  exit: Exit & Asked,
  report: Extract<JobReport, { status: 'failed' }>,
): Promise<RecordedRun<RunOutcome>> {
  const { stdout, stderr } = report
  const texts = await passTexts({ stdout, stderr }, exit)
  const failure = await passFailure(report.failure, exit)
  return failed(execution, { ...exit, report }, { failure, ...texts })
}

function failed(
  execution: Execution,
  { grants, report, egress }: Exit & Asked & { readonly report: JobReport },
  told: { readonly failure: Failure; readonly stdout: string; readonly stderr: string },
): RecordedRun<RunOutcome> {
  const outcome = failureOutcome(told.failure)
  const sealed = sealAndKeep({ outcome, grants, report, egress }, execution)
  return closing(outcome.status, sealed, {
    status: 'failed',
    ...shown(execution.passage),
    ...used(grants, report),
    ...told,
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

function used(grants: readonly GrantedDataset[], { usage, controls }: JobReport) {
  return { grants, usage, controls }
}
