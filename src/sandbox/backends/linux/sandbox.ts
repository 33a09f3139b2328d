import type { Control } from '../../../kernel/controls.ts'
import type { Limits } from '../../../kernel/limits.ts'
import { encodeJob } from '../../frames.ts'
import { openGuestSession, refuseEgress, tooManySessions } from '../../guest-session.ts'
import type {
  Job,
  JobEgress,
  JobReport,
  Sandbox,
  SandboxSession,
  SessionOpening,
} from '../../port.ts'
import { type RunEnd, reportOf } from '../../report.ts'
import { type TurnLimits, Turns } from '../../turns.ts'
import { armedFor } from './armed.ts'
import { type ControlGroups, removeGroupsSoon } from './control-groups.ts'
import { cancelledEnd, converse } from './converse.ts'
import type { SandboxFolder } from './folder.ts'
import { type PlacedInput, placeDoor, placeInputs, removeInputs } from './grants.ts'
import { closedError, Parents, type ParentsOptions } from './parents.ts'
import type { Supervisor } from './supervisor.ts'

export interface LinuxSandboxParts {
  readonly folder: SandboxFolder
  readonly groups: ControlGroups | undefined
  readonly controls: readonly Control[]
  readonly canEgress: boolean
  readonly parents: ParentsOptions
  readonly turns: TurnLimits
}

/** Runs jobs in children of warm supervisors, so many at once, and the rest in the order in which they came. */
export class LinuxSandbox implements Sandbox {
  readonly backend = 'linux'
  readonly isolation = 'process'
  readonly controls: readonly Control[]
  readonly canEgress: boolean
  readonly grantDir: string
  private readonly parts: LinuxSandboxParts
  private readonly parents: Parents
  private readonly turns: Turns
  private jobs = 0
  private exchanges = 0
  private readonly sessions = new Set<object>()

  constructor(parts: LinuxSandboxParts) {
    this.parts = parts
    this.controls = parts.controls
    this.canEgress = parts.canEgress
    this.grantDir = parts.folder.grantDir
    this.turns = new Turns(parts.turns)
    this.parents = new Parents(parts.parents)
  }

  /** Resolves once jobs can run; rejects where the supervisor cannot be started. */
  get ready(): Promise<void> {
    return this.parents.ready
  }

  async run(given: Job, signal: AbortSignal): Promise<JobReport> {
    refuseEgress(given, this)
    const job = { ...given, limits: this.countable(given.limits) }
    this.jobs += 1
    const place = { grantDir: this.grantDir, identity: this.parts.folder.identity, job: this.jobs }
    try {
      const controls = armedFor(job, this.controls)
      const giveBack = await this.turns.take(signal)
      if (giveBack === undefined) return reportOf(cancelledEnd, job.limits, controls)
      try {
        const inputs = await placeInputs(job.inputs, place)
        const end = await this.runPlaced(job, inputs, signal)
        const inputBytes = inputs.reduce((sum, { bytes }) => sum + bytes, 0)
        const counted = { ...end, usage: { ...end.usage, inputBytes } }
        return reportOf(counted, job.limits, controls)
      } finally {
        giveBack()
      }
    } finally {
      removeInputs(job.inputs, place)
    }
  }

  async openSession(given: SessionOpening, signal: AbortSignal): Promise<SandboxSession> {
    refuseEgress(given, this)
    if (this.sessions.size >= maxSessions) throw tooManySessions(maxSessions)
    const opening = { ...given, limits: this.countable(given.limits) }
    this.jobs += 1
    const place = { grantDir: this.grantDir, identity: this.parts.folder.identity, job: this.jobs }
    const token = {}
    this.sessions.add(token)
    try {
      const inputs = await placeInputs(opening.inputs, place)
      this.exchanges += 1
      const number = this.exchanges
      const { supervisor, giveBack } = await this.parents.borrow()
      const onEnd = () => {
        giveBack()
        this.sessions.delete(token)
      }
      const { turns } = this
      const controls = armedFor(given, this.controls)
      const doorTo = (egress: JobEgress) => placeDoor(egress, this.parts.folder)
      const parts = { supervisor, number, turns, controls, placeDoor: doorTo, signal, onEnd }
      return await openGuestSession({ ...opening, inputs }, parts)
    } catch (error) {
      this.sessions.delete(token)
      throw error
    } finally {
      removeInputs(opening.inputs, place)
    }
  }

  async close(): Promise<void> {
    this.turns.close(closedError())
    await this.parents.close()
    this.parts.folder.remove(await removeGroupsSoon(this.parts.groups?.made ?? []))
  }

  /** Private files are memory. Where no control group counts them as such, they are held to the memory limit themselves. */
  private countable(limits: Limits): Limits {
    if (this.controls.includes('cgroup-memory')) return limits
    return { ...limits, diskBytes: Math.min(limits.diskBytes, limits.memoryBytes) }
  }

  /** A child that could not lock itself in has run nothing, so its job may go to another supervisor; once. */
  private async runPlaced(
    job: Job,
    inputs: readonly PlacedInput[],
    signal: AbortSignal,
  ): Promise<RunEnd> {
    const first = await this.attempt(job, inputs, signal)
    const mayHaveRun = first.isConfined || first.stopped !== undefined
    return mayHaveRun ? first : this.attempt(job, inputs, signal)
  }

  private async attempt(
    job: Job,
    inputs: readonly PlacedInput[],
    signal: AbortSignal,
  ): Promise<RunEnd> {
    const started = performance.now()
    const { supervisor, doubt, giveBack } = await this.parents.borrow()
    this.exchanges += 1
    const number = this.exchanges
    try {
      if (signal.aborted) return cancelledEnd
      const end = await this.exchange({ supervisor, number, job, inputs, signal, started })
      if (!end.isConfined && end.stopped === undefined) doubt()
      return end
    } finally {
      giveBack()
    }
  }

  private exchange({ supervisor, number, job, inputs, signal, started }: RunningJob) {
    const { limits } = job
    const { egress: asked, ...script } = job
    const egress = asked && placeDoor(asked, this.parts.folder)
    // The forwarder to the gateway is a process of the run's as well.
    const processes = limits.processes + (egress === undefined ? 0 : 1)
    const payload = encodeJob({ ...script, inputs, limits: { ...limits, processes }, egress })
    return converse({ supervisor, number, payload, limits, signal, started })
  }
}

interface RunningJob {
  readonly supervisor: Supervisor
  readonly number: number
  readonly job: Job
  readonly inputs: readonly PlacedInput[]
  readonly signal: AbortSignal
  readonly started: number
}

/** Each holds memory while it waits. */
const maxSessions = 32
