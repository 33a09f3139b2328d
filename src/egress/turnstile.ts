import type { Socket } from 'node:net'

export interface TurnstileLimits {
  /** Connections that are in at a time. */
  readonly inside: number
  /** Connections that wait at a time; one more is dropped. */
  readonly waiting: number
  /** How long one waits at most, in milliseconds. */
  readonly timeoutMs: number
}

/**
 * Lets so many connections in at a time and has the others wait, unread, in the order they came. A client that opens
 * connections as fast as it closes them has more of them open, seen from here, than it knows of.
 */
export class Turnstile {
  private readonly limits: TurnstileLimits
  private readonly waiting = new Map<Socket, () => void>()
  private inside = 0

  constructor(limits: TurnstileLimits) {
    this.limits = limits
  }

  get isCrowded(): boolean {
    return this.waiting.size > 0
  }

  /** Calls `admit` once it is the connection's turn, or `late` when it has waited too long; neither if it closes before. */
  enter(socket: Socket, admit: () => void, late: () => void): void {
    if (this.inside < this.limits.inside) this.admit(socket, admit)
    else if (this.waiting.size >= this.limits.waiting) socket.destroy()
    else this.wait(socket, admit, late)
  }

  private admit(socket: Socket, admit: () => void): void {
    this.inside += 1
    socket.once('close', () => {
      this.inside -= 1
      this.next()
    })
    admit()
  }

  private wait(socket: Socket, admit: () => void, late: () => void): void {
    const leave = () => {
      clearTimeout(timer)
      socket.off('close', leave)
      this.waiting.delete(socket)
    }
    const timer = setTimeout(() => {
      leave()
      late()
    }, this.limits.timeoutMs)
    socket.once('close', leave)
    this.waiting.set(socket, () => {
      leave()
      this.admit(socket, admit)
    })
  }

  private next(): void {
    const [enter] = this.waiting.values()
    enter?.()
  }
}
