import type { Control } from '../kernel/controls.ts'
import { CordonError } from '../kernel/errors.ts'
import type { Limits } from '../kernel/limits.ts'
import { cancelledEnd, converse } from './backends/linux/converse.ts'
import type { PlacedDoor, PlacedInput } from './backends/linux/grants.ts'
import type { Supervisor } from './backends/linux/supervisor.ts'
import { encodeJob } from './frames.ts'
import type { JobEgress, JobReport, SandboxSession, SessionCall, SessionOpening } from './port.ts'
import { reportOf } from './report.ts'
import { filesOf, safeName } from './session-files.ts'
import type { Turns } from './turns.ts'

export interface SessionParts {
  /** The trusted process that the session's child belongs to. */
  readonly supervisor: Supervisor
  /** By which that process knows the session. */
  readonly number: number
  readonly turns: Turns
  readonly controls: readonly Control[]
  /** Moves a door's socket to where the session's child finds it. */
  readonly placeDoor: (egress: JobEgress) => PlacedDoor
  readonly signal: AbortSignal
  /** Called once, when there is no child any more or none is wanted. */
  readonly onEnd: () => void
}

type Opening = Omit<SessionOpening, 'inputs'> & { readonly inputs: readonly PlacedInput[] }

/** Starts a session's child, which is there for as long as the session is open. Throws `sandbox-broken` where it cannot be locked in or cannot read what it is granted. */
export async function openGuestSession(
  opening: Opening,
  parts: SessionParts,
): Promise<SandboxSession> {
  const { inputs, egress } = opening
  const session = new GuestSession(opening.limits, parts)
  const files = opening.files.map(({ name, bytes }) => ({
    name: safeName(name),
    base64: Buffer.from(bytes).toString('base64'),
  }))
  const report = await session
    .open({ inputs, files, egress: egress && parts.placeDoor(egress) }, parts.signal)
    .catch(async (error: unknown) => {
      await session.close()
      throw error
    })
  if (report.status === 'completed') return session
  await session.close()
  const { kind, message } = report.failure
  const code = kind === 'cancelled' ? 'cancelled' : 'sandbox-broken'
  throw new CordonError(code, `The session could not be opened: ${message}`)
}

class GuestSession implements SandboxSession {
  isOpen = true
  private readonly limits: Limits
  private readonly parts: SessionParts
  private last: Promise<unknown> = Promise.resolve()

  constructor(limits: Limits, parts: SessionParts) {
    this.limits = limits
    this.parts = parts
  }

  open(opening: GuestOpening, signal: AbortSignal): Promise<JobReport> {
    // The forwarder to the gateway is a process of the session's as well.
    const forwarders = opening.egress === undefined ? 0 : 1
    const watched = { ...this.limits, processes: this.limits.processes + forwarders }
    // The kernel counts CPU time over the child's whole life; the supervisor counts it for each script.
    const limits = { ...watched, cpuMs: lifetimeCpuMs }
    const job = { isSession: true, fileName: 'session', ...opening, limits }
    return this.ask('open', encodeJob(job, watched), { signal })
  }

  async run(
    { egress, ...job }: Parameters<SandboxSession['run']>[0],
    call: SessionCall,
  ): Promise<JobReport> {
    if (egress !== undefined) this.parts.placeDoor(egress)
    const limits = { ...job.limits, memoryBytes: this.limits.memoryBytes }
    return this.request({ kind: 'run', ...job, limits }, call)
  }

  async listFiles(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return filesOf(await this.request({ kind: 'list', ...this.shared }, { signal }))
  }

  async readFile(name: string, signal: AbortSignal): Promise<Uint8Array> {
    const request = { kind: 'read' as const, name: safeName(name), ...this.shared }
    const report = await this.request(request, { signal })
    if (report.status === 'completed' && report.answer.value.kind === 'string') {
      return Buffer.from(report.answer.value.value, 'base64')
    }
    const why = report.status === 'failed' ? report.failure.message : 'It gave something else.'
    throw new CordonError('usage', `Cannot read ${JSON.stringify(name)} of the session: ${why}`)
  }

  async close(): Promise<void> {
    if (!this.isOpen) return
    this.parts.supervisor.cancel(this.parts.number)
    this.end()
  }

  private get shared() {
    return { fileName: 'session', limits: this.limits }
  }

  private request(request: Request, call: SessionCall): Promise<JobReport> {
    const payload = encodeJob(request, request.limits)
    if (payload.length > maxRequestBytes) throw new CordonError('usage', 'The script is too long.')
    return this.ask('next', payload, { ...call, limits: request.limits })
  }

  /** One request after another, each in its turn among all runs of the sandbox. */
  private ask(kind: 'open' | 'next', payload: Uint8Array, call: Asking): Promise<JobReport> {
    const asked = this.last.then(() => this.askNow(kind, payload, call))
    this.last = asked.catch(() => {})
    return asked
  }

  private async askNow(
    kind: 'open' | 'next',
    payload: Uint8Array,
    { signal, onOutput, limits = this.limits }: Asking,
  ): Promise<JobReport> {
    const { supervisor, number, turns, controls } = this.parts
    const giveBack = await turns.take(signal)
    try {
      // The child may have died between two requests, and then nobody would answer.
      if (kind === 'next' && !supervisor.holds(number)) this.end()
      if (!this.isOpen) throw ended()
      if (giveBack === undefined) return reportOf(cancelledEnd, limits, controls)
      const started = performance.now()
      const way = { kind, onOutput }
      const end = await converse({ supervisor, number, payload, limits, signal, started, way })
      if (!end.isTurn) this.end()
      return reportOf(end, limits, controls)
    } finally {
      giveBack?.()
    }
  }

  private end(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.parts.onEnd()
  }
}

/** What the child is told. */
interface GuestOpening {
  readonly inputs: readonly PlacedInput[]
  readonly files: readonly { readonly name: string; readonly base64: string }[]
  readonly egress: PlacedDoor | undefined
}

interface Request {
  readonly kind: 'run' | 'list' | 'read'
  readonly limits: Limits
}

type Asking = SessionCall & { readonly limits?: Limits }

const lifetimeCpuMs = 24 * 3600 * 1000
/** What the child's pipe takes at once, so that a child that does not listen keeps nobody waiting. */
const maxRequestBytes = 900_000

/** What who asks for one session too many gets. */
export function tooManySessions(most: number): CordonError {
  const message = `There are ${most} sessions open, which is as many as may be.`
  return new CordonError('sandbox-busy', message, { help: 'Close one of them first.' })
}

/** Throws where a job or session is to have a network in a sandbox that was opened without. */
export function refuseEgress(
  { egress }: { readonly egress?: JobEgress },
  { canEgress }: { readonly canEgress: boolean },
): void {
  if (egress === undefined || canEgress) return
  throw new CordonError('sandbox-broken', 'This sandbox was not opened for jobs with egress.')
}

function ended(): CordonError {
  return new CordonError('session-ended', 'The session has ended.', { help: 'Open a new one.' })
}
