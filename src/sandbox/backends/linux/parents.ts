import { CordonError } from '../../../kernel/errors.ts'
import type { Supervisor } from './supervisor.ts'

export interface ParentsOptions {
  /** Starts the nth supervisor. */
  readonly start: (nth: number) => Supervisor
  /** After how many jobs a supervisor is replaced. */
  readonly jobsEach: number
}

/** A supervisor for one job. */
export interface Loan {
  readonly supervisor: Supervisor
  /** Says that something about it was not as it must be: it gets no further job. */
  doubt(): void
  giveBack(): void
}

/**
 * The supervisor that jobs go to, replaced after so many jobs and on any doubt. A replacement is warm before the one it
 * replaces stops taking jobs, and a replaced one ends with the last of its jobs.
 */
export class Parents {
  private readonly options: ParentsOptions
  private readonly living = new Set<Parent>()
  private started = 0
  private current: Parent
  private isWarmingNext = false
  private isClosed = false

  constructor(options: ParentsOptions) {
    this.options = options
    this.current = this.start()
  }

  /** Resolves once jobs can run; rejects where the supervisor cannot be started. */
  get ready(): Promise<void> {
    return this.current.supervisor.ready
  }

  /** Gives a supervisor that is ready. Throws `sandbox-unavailable` where none can be started. */
  async borrow(): Promise<Loan> {
    if (this.isClosed) throw closedError()
    const parent = this.choose()
    parent.running += 1
    parent.jobs += 1
    const giveBack = () => this.release(parent)
    try {
      await parent.supervisor.ready
    } catch (error) {
      giveBack()
      throw error
    }
    return { supervisor: parent.supervisor, doubt: () => this.retire(parent), giveBack }
  }

  /** Kills every supervisor and waits until they are gone. */
  async close(): Promise<void> {
    this.isClosed = true
    const { living } = this
    for (const { supervisor } of living) supervisor.kill()
    await Promise.all([...living].map(({ supervisor }) => supervisor.gone))
  }

  private choose(): Parent {
    const { current } = this
    if (!current.supervisor.isAlive || current.supervisor.isDoubtful) this.retire(current)
    else if (current.jobs >= this.options.jobsEach) this.warmNext()
    return this.current
  }

  private start(): Parent {
    const supervisor = this.options.start(this.started)
    this.started += 1
    const parent: Parent = { supervisor, running: 0, jobs: 0, isRetired: false }
    this.living.add(parent)
    void supervisor.gone.then(() => this.living.delete(parent))
    // Whoever borrows it hears of it.
    supervisor.ready.catch(() => {})
    return parent
  }

  private warmNext(): void {
    if (this.isWarmingNext) return
    this.isWarmingNext = true
    const { current } = this
    const next = this.start()
    const done = () => {
      this.isWarmingNext = false
    }
    next.supervisor.ready.then(() => {
      done()
      if (this.current === current) this.replace(next)
      else next.supervisor.kill()
    }, done)
  }

  private retire(parent: Parent): void {
    if (this.isClosed) return
    if (parent === this.current) this.replace(this.start())
  }

  private replace(next: Parent): void {
    const { current } = this
    current.isRetired = true
    this.current = next
    if (current.running === 0) current.supervisor.kill()
  }

  private release(parent: Parent): void {
    parent.running -= 1
    if (parent.isRetired && parent.running === 0) parent.supervisor.kill()
  }
}

interface Parent {
  readonly supervisor: Supervisor
  running: number
  jobs: number
  isRetired: boolean
}

/** What every use of a closed sandbox gets. */
export function closedError(): CordonError {
  return new CordonError('sandbox-broken', 'The sandbox was closed.')
}
