import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ClosedDoor, DoorKey } from '../egress/gateway.ts'
import type { EgressEvidence } from '../kernel/egress.ts'
import type { GrantedDataset } from '../kernel/grant.ts'
import type { Failure } from '../kernel/outcome.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { RecordPlace } from '../ledger/ledger.ts'
import type { ReceiptOutcome } from '../ledger/receipt.ts'
import { type RecordedRun, recordRun } from '../ledger/record-run.ts'
import { type SealedReceipt, seal } from '../ledger/seal.ts'
import type { Job, JobInput, JobReport, Sandbox } from '../sandbox/port.ts'
import type { Corridor } from './corridor.ts'
import { type Happened, intentOf, type Passage, receiptOf } from './evidence.ts'
import { neededColumns } from './examine.ts'
import { type Exit, passAnswer, passFailure, passTexts } from './exits.ts'
import { manifestOf } from './manifest.ts'
import type { RunOutcome, RunRequest } from './outcome.ts'
import { prepare } from './prepare.ts'
import { purposeOf } from './purpose.ts'
import type { GovernedSource } from './source.ts'
import { judgeDoor, openWayOut, prepareWayOut } from './way-out.ts'

/**
 * Takes one script through the corridor: inspect, decide, intent, govern, run, release, seal. Every run that gets an
 * intent closes it, and no answer leaves before that is on disk. Throws CordonError for a request that cannot be a run
 * (nothing is recorded then) and where Cordon itself cannot do its job (the intent is closed as failed).
 */
export function run(
  request: RunRequest,
  corridor: Corridor,
  signal: AbortSignal,
): Promise<RunOutcome> {
  return passThrough(request, { corridor, signal, perform: performOnce })
}

/** Takes a script through the corridor and has an allowed one performed in some other place than a child of its own. */
export async function passThrough(request: RunRequest, way: Way): Promise<RunOutcome> {
  const { corridor } = way
  const passage = prepare(request, corridor, way.earlier)
  return recordRun(corridor.ledger, intentOf(passage, corridor), async (intent) => {
    const execution = { passage, intent, ...way }
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

/** How a script that was allowed is run on granted data. */
export type Perform = (execution: Execution) => Promise<Performed>

export interface Granted {
  /** The request that each of the grants was made by. */
  readonly sources: readonly GovernedSource[]
  readonly grants: readonly GrantedDataset[]
}

/** What a job asked of the network; undefined where it had none. */
interface Asked {
  readonly egress?: EgressEvidence | undefined
}

export interface Performed extends Granted, Asked {
  readonly report: JobReport
}

export interface Way {
  readonly corridor: Corridor
  readonly signal: AbortSignal
  readonly perform: Perform
  /** Code whose names the script finds. */
  readonly earlier?: string
  /** The data is granted for scripts that come after this one, too. */
  readonly hasFollowers?: boolean
}

export interface Execution extends Way {
  readonly passage: Passage
  readonly intent: RecordPlace
}

function turnAway(status: 'refused' | 'pending', execution: Execution): RecordedRun<RunOutcome> {
  const sealed = sealAndKeep({ outcome: { status, failure: null }, grants: [] }, execution)
  return closing(status, sealed, { status, ...shown(execution.passage), receipt: sealed.envelope })
}

async function execute(execution: Execution): Promise<RecordedRun<RunOutcome>> {
  const { passage, corridor, signal } = execution
  const { sources, grants, report, egress } = await execution.perform(execution)
  const exit = { passage, corridor, sources, grants, signal, egress }
  return report.status === 'completed'
    ? answer(execution, exit, report)
    : fail(execution, exit, report)
}

async function performOnce(execution: Execution): Promise<Performed> {
  const { passage, corridor, signal } = execution
  const needs = passage.examination.inspection.capabilities
  prepareWayOut(needs, corridor)
  const sandbox = await corridor.openSandbox(needs)
  return withGrants(execution, sandbox, async (granted) => {
    const script = scriptOf(passage)
    const inputs = inputsOf(granted.grants)
    const done = await withWayOut(execution, sandbox, (egress) =>
      sandbox.run({ ...script, inputs, ...egress }, signal),
    )
    return { ...granted, ...done }
  })
}

/** Runs a script with its way to the network, where it has one, by the key that its session reserved. */
export async function withWayOut(
  { passage, corridor }: Execution,
  sandbox: Sandbox,
  perform: (egress: Pick<Job, 'egress'>) => Promise<JobReport>,
  key?: DoorKey,
): Promise<Asked & { readonly report: JobReport }> {
  const needs = passage.examination.inspection.capabilities
  const door = await openWayOut({ runId: passage.runId, needs }, corridor, sandbox, key)
  let closed: ClosedDoor | undefined
  const report = await perform(door ? { egress: door.key } : {}).finally(async () => {
    closed = await door?.close()
  })
  return { report: judgeDoor(report, closed), egress: closed?.evidence }
}

/** Governs the data of a run into a folder that lasts as long as the work on it. */
export async function withGrants<T>(
  execution: Execution,
  sandbox: Sandbox,
  work: (granted: Granted) => Promise<T>,
): Promise<T> {
  const folder = join(sandbox.grantDir, execution.passage.runId)
  try {
    mkdirSync(folder)
    const sources = sourcesOf(execution, folder)
    const grants: GrantedDataset[] = []
    for (const source of sources) grants.push(await execution.corridor.governor.govern(source))
    return await work({ sources, grants })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function sourcesOf(
  { passage, corridor, signal, hasFollowers = false }: Execution,
  outDir: string,
): readonly GovernedSource[] {
  const { principal } = passage.request
  const scope = { tenant: corridor.tenant, purpose: purposeOf(principal) }
  const format = 'pyarrow' in corridor.runtime.packages ? 'parquet' : 'arrow'
  return passage.sources.map((source) => {
    const needed = neededColumns(source.name, passage.examination.inspection.capabilities)
    const request = { ...source, principal, scope, outDir, format, signal } as const
    // A later script may need what this one does not.
    return needed === undefined || hasFollowers ? request : { ...request, neededColumns: needed }
  })
}

/** What a sandbox needs to know of a script. */
export function scriptOf({ request, limits, figures, examination }: Passage): Omit<Job, 'inputs'> {
  const { text, capabilities } = examination.inspection
  const allowed = manifestOf(capabilities)
  return { code: text, fileName: request.fileName, limits, figures, allowed }
}

/** Granted files as a sandbox takes them. */
export function inputsOf(grants: readonly GrantedDataset[]): JobInput[] {
  return grants.map(({ name, path, format }) => ({ name, path, format }))
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
  done: Exit & Asked,
  report: Extract<JobReport, { status: 'failed' }>,
): Promise<RecordedRun<RunOutcome>> {
  const { stdout, stderr } = report
  // What a cancelled run has said is looked through like all else.
  const exit = done.signal.aborted ? { ...done, signal: AbortSignal.timeout(mostLookMs) } : done
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

/** How long the texts of a cancelled run are looked through at most; then nothing of it leaves. */
const mostLookMs = 10_000

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
