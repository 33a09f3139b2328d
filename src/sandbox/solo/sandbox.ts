import { chownSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import type { Control } from '../../kernel/controls.ts'
import { armedFor } from '../backends/linux/armed.ts'
import { cancelledEnd } from '../backends/linux/converse.ts'
import type { SandboxFolder } from '../backends/linux/folder.ts'
import { type PlacedDoor, placeDoor, placeInputs, removeInputs } from '../backends/linux/grants.ts'
import { closedError } from '../backends/linux/parents.ts'
import type { Supervisor } from '../backends/linux/supervisor.ts'
import { openGuestSession, refuseEgress, tooManySessions } from '../guest-session.ts'
import type {
  BackendName,
  Isolation,
  Job,
  JobEgress,
  JobInput,
  JobReport,
  Sandbox,
  SandboxSession,
  SessionOpening,
} from '../port.ts'
import { reportOf } from '../report.ts'
import { type TurnLimits, Turns } from '../turns.ts'
import { exchangeJob, onlyJob } from './exchange.ts'

/** One container for one job, or one session. */
export interface Container {
  /** The trusted process in it. */
  readonly supervisor: Supervisor
  /** Ends it and removes what an engine keeps of it. Does not throw. */
  end(): Promise<void>
}

export interface SoloParts {
  readonly backend: BackendName
  readonly isolation: Isolation
  readonly controls: readonly Control[]
  readonly folder: SandboxFolder
  readonly turns: TurnLimits
  /** Jobs may have a way to an egress gateway. */
  readonly canEgress: boolean
  /** Starts the sandbox's nth container, which sees the files in this folder. */
  readonly start: (nth: number, grantDir: string) => Container
  /** Removes what belongs to the sandbox as a whole. */
  readonly release: () => Promise<void>
}

/** Runs each job, or each session, in a container of its own, and keeps the next one started and warm. */
export class SoloSandbox implements Sandbox {
  readonly backend: BackendName
  readonly isolation: Isolation
  readonly controls: readonly Control[]
  readonly grantDir: string
  readonly canEgress: boolean
  private readonly parts: SoloParts
  private readonly turns: Turns
  private readonly alive = new Set<PlacedContainer>()
  private readonly endings = new Set<Promise<void>>()
  private readonly sessions = new Set<object>()
  private spare: PlacedContainer | undefined
  private started = 0
  private isClosed = false

  constructor(parts: SoloParts) {
    this.parts = parts
    this.backend = parts.backend
    this.isolation = parts.isolation
    this.controls = parts.controls
    this.canEgress = parts.canEgress
    this.grantDir = parts.folder.grantDir
    this.turns = new Turns(parts.turns)
    this.spare = this.begin()
  }

  /** Resolves once a job can run; rejects where the container cannot be started. */
  get ready(): Promise<void> {
    return this.spare?.supervisor.ready ?? Promise.resolve()
  }

  async run(job: Job, signal: AbortSignal): Promise<JobReport> {
    refuseEgress(job, this)
    const started = performance.now()
    try {
      const giveBack = await this.turns.take(signal)
      if (giveBack === undefined) return reportOf(cancelledEnd, job.limits, this.controls)
      try {
        return await this.runInTurn(job, signal, started)
      } finally {
        giveBack()
      }
    } finally {
      this.removeGiven(job.inputs)
    }
  }

  async openSession(opening: SessionOpening, signal: AbortSignal): Promise<SandboxSession> {
    if (this.isClosed) throw closedError()
    refuseEgress(opening, this)
    if (this.sessions.size >= maxSessions) throw tooManySessions(maxSessions)
    const container = this.takeContainer()
    this.sessions.add(container)
    const onEnd = () => {
      this.sessions.delete(container)
      this.end(container)
    }
    this.spare ??= this.begin()
    try {
      const { supervisor } = container
      const [inputs] = await Promise.all([
        this.handOver(opening.inputs, container),
        supervisor.ready,
      ])
      const { turns } = this
      const controls = armedFor(opening, this.controls)
      const doorTo = (egress: JobEgress) => this.placeDoor(egress, container)
      const parts = {
        supervisor,
        number: onlyJob,
        turns,
        controls,
        placeDoor: doorTo,
        signal,
        onEnd,
      }
      return await openGuestSession({ ...opening, inputs }, parts)
    } catch (error) {
      onEnd()
      throw error
    } finally {
      this.removeGiven(opening.inputs)
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.turns.close(closedError())
    for (const container of this.alive) this.end(container)
    await Promise.all(this.endings)
    await this.parts.release()
  }

  private async runInTurn(job: Job, signal: AbortSignal, started: number): Promise<JobReport> {
    const container = this.takeContainer()
    try {
      const [inputs] = await Promise.all([
        this.handOver(job.inputs, container),
        container.supervisor.ready,
      ])
      const { supervisor } = container
      const egress = job.egress && this.placeDoor(job.egress, container)
      const end = await exchangeJob({ supervisor, job, inputs, egress, signal, started })
      const controls = armedFor(job, this.controls)
      return reportOf(end, job.limits, controls)
    } finally {
      this.end(container)
      if (!(this.isClosed || this.spare)) this.spare = this.begin()
    }
  }

  private takeContainer(): PlacedContainer {
    const { spare } = this
    this.spare = undefined
    if (spare?.supervisor.isAlive) return spare
    if (spare) this.end(spare)
    return this.begin()
  }

  private begin(): PlacedContainer {
    this.started += 1
    const nth = this.started
    const grantDir = join(this.grantDir, `container-${nth}`)
    mkdirSync(grantDir, { mode: 0o700 })
    const { identity } = this.parts.folder
    if (identity) chownSync(grantDir, identity.uid, identity.gid)
    const container = { ...this.parts.start(nth, grantDir), grantDir }
    // Whoever takes the container hears of it.
    container.supervisor.ready.catch(() => {})
    this.alive.add(container)
    return container
  }

  private end(container: PlacedContainer): void {
    if (!this.alive.delete(container)) return
    const ending = container.end().then(() => {
      rmSync(container.grantDir, { recursive: true, force: true })
      this.endings.delete(ending)
    })
    this.endings.add(ending)
  }

  /** Moves a run's socket to where its container alone sees it. */
  private placeDoor(egress: JobEgress, { grantDir }: PlacedContainer): PlacedDoor {
    const { identity } = this.parts.folder
    placeDoor(egress, { grantDir: this.grantDir, identity })
    const socket = join(grantDir, basename(egress.socket))
    renameSync(egress.socket, socket)
    return placeDoor({ ...egress, socket }, { grantDir, identity })
  }

  private async handOver(inputs: readonly JobInput[], { grantDir }: PlacedContainer) {
    const { identity } = this.parts.folder
    const moved = inputs.map((input, index) => {
      if (!input.path.startsWith(`${this.grantDir}${sep}`)) return input
      const path = join(grantDir, `given-${index}-${basename(input.path)}`)
      renameSync(input.path, path)
      return { ...input, path }
    })
    return placeInputs(moved, { grantDir, identity, job: 1 })
  }

  private removeGiven(inputs: readonly JobInput[]): void {
    const given = inputs.filter(({ path }) => path.startsWith(`${this.grantDir}${sep}`))
    removeInputs(given, { grantDir: this.grantDir, job: 0 })
    for (const { path } of given) rmSync(path, { force: true })
  }
}

interface PlacedContainer extends Container {
  /** Holds what is granted to its job alone. */
  readonly grantDir: string
}

/** Each keeps a container of some 200 MB while it waits. */
const maxSessions = 8
