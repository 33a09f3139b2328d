import { CordonError } from '../kernel/errors.ts'

export interface TurnLimits {
  /** How many hold a turn at once. */
  readonly atOnce: number
  /** How many may wait for one. */
  readonly waiting: number
}

/** Lets so many work at once; the rest wait in the order in which they came. */
export class Turns {
  private readonly limits: TurnLimits
  private readonly waiters = new Set<Waiter>()
  private taken = 0
  private closed: Error | undefined

  constructor(limits: TurnLimits) {
    this.limits = limits
  }

  /**
   * Resolves with what gives the turn back, or with undefined where the signal aborts first. Throws `sandbox-busy` where
   * too many wait already.
   */
  async take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (this.closed) throw this.closed
    if (signal.aborted) return undefined
    if (this.taken < this.limits.atOnce) return this.turn()
    if (this.waiters.size >= this.limits.waiting) throw busy(this.limits)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiters.delete(waiter)
        resolve(undefined)
      }
      const stop = () => signal.removeEventListener('abort', leave)
      const waiter: Waiter = {
        call: () => {
          stop()
          resolve(this.turn())
        },
        refuse: (error) => {
          stop()
          reject(error)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.waiters.add(waiter)
    })
  }

  /** Refuses whoever waits and whoever comes. */
  close(reason: Error): void {
    this.closed = reason
    for (const waiter of this.waiters) waiter.refuse(reason)
    this.waiters.clear()
  }

  private turn(): () => void {
    this.taken += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.taken -= 1
      this.callNext()
    }
  }

  private callNext(): void {
    // A Set keeps the order in which its members came.
    const [next] = this.waiters
    if (next === undefined) return
    this.waiters.delete(next)
    next.call()
  }
}

interface Waiter {
  readonly call: () => void
  readonly refuse: (error: Error) => void
}

function busy({ atOnce, waiting }: TurnLimits): CordonError {
  const message = `The sandbox is busy: ${atOnce} run and ${waiting} wait, which is as many as may.`
  return new CordonError('sandbox-busy', message, {
    help: 'Try again in a moment, or raise sandbox.concurrency or sandbox.queue in the configuration.',
  })
}
