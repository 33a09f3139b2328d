import type { ChildProcess } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { CordonError } from '../../../kernel/errors.ts'
import { exhaustionOf } from '../../../kernel/exhaustion.ts'
import { isJsonObject, type Json } from '../../../kernel/json.ts'
import { type ChannelFrame, encodeFrame, FrameReader } from '../../frames.ts'
import type { BackendName } from '../../port.ts'
import { Arrival } from '../../result/arrival.ts'

/** What the supervisor says when a run has ended, and what came out of it; undefined where the supervisor died. */
export interface Exchange {
  readonly exit: { readonly [key: string]: Json } | undefined
  /** True where the child lives on, for the next request of its session. */
  readonly isTurn: boolean
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
  readonly result: Uint8Array
  /** Last words of a supervisor that died, else empty. */
  readonly complaint: string
}

export interface Way {
  readonly kind: 'run' | 'open' | 'next'
  /** Most that the result may take. */
  readonly resultBytes: number
  readonly onOutput?: ((stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) | undefined
}

/** Host's side of one supervisor process. */
export interface Supervisor {
  readonly isAlive: boolean
  /** True once it said something about a job that it does not have. */
  readonly isDoubtful: boolean
  /** Resolves once it can take jobs; rejects with `sandbox-unavailable` where it ends before. */
  readonly ready: Promise<void>
  /** Settles once the process is gone. */
  readonly gone: Promise<void>
  /** Sends a job, or a request to a session; resolves when it has ended or the supervisor has. */
  exchange(job: number, payload: Uint8Array, way: Way): Promise<Exchange>
  /** True while a session that was opened has not ended, as far as it said. */
  holds(session: number): boolean
  cancel(job: number): void
  kill(): void
}

/** Speaks with a supervisor over the socket at the process's fourth descriptor. */
export function superviseProcess(child: ChildProcess, backend: BackendName = 'linux'): Supervisor {
  // Where no file can be opened any more, Node gives a process without streams, and the error a moment later.
  if (!('stdio' in child) || child.stdio === undefined) {
    child.on('error', () => {})
    throw exhaustionOf(Object.assign(new Error('spawn'), { code: 'EMFILE' }))
  }
  return new SupervisorProcess(child, backend)
}

interface Pending {
  readonly stdout: Uint8Array[]
  readonly stderr: Uint8Array[]
  readonly result: Arrival
  readonly settle: (exchange: Exchange) => void
  readonly onOutput: Way['onOutput']
}

class SupervisorProcess implements Supervisor {
  readonly ready: Promise<void>
  readonly gone: Promise<void>
  isAlive = true
  isDoubtful = false
  private readonly child: ChildProcess
  private readonly backend: BackendName
  private readonly socket: Duplex
  private readonly frames = new FrameReader()
  private readonly pending = new Map<number, Pending>()
  private readonly sessions = new Set<number>()
  private settleReady: { resolve: () => void; reject: (error: Error) => void } | undefined
  private complaint = ''

  constructor(child: ChildProcess, backend: BackendName) {
    this.child = child
    this.backend = backend
    this.socket = child.stdio[3] as Duplex
    const late = setTimeout(() => {
      this.complaint = `it was not ready within ${maxStartMs / 1000} s`
      this.kill()
    }, maxStartMs)
    this.ready = new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        clearTimeout(late)
        then()
      }
      this.settleReady = { resolve: () => settle(resolve), reject: (e) => settle(() => reject(e)) }
    })
    this.gone = new Promise((resolve) => {
      const end = () => {
        this.end()
        for (const stream of child.stdio) stream?.destroy()
        resolve()
      }
      // Not 'exit': what the process wrote last is still to be read then, though not for ever.
      child.on('close', end)
      child.on('exit', () => setTimeout(end, lastWordsMs).unref())
      child.on('error', (error) => {
        this.complaint = exhaustionOf(error)?.message ?? error.message
        end()
      })
    })
    this.socket.on('data', (chunk: Uint8Array) => this.receive(chunk))
    // A broken pipe shows as the process's end.
    this.socket.on('error', () => {})
    const stderr = child.stdio[2] as Readable | null
    stderr?.on('data', (chunk: Uint8Array) => {
      this.complaint = (this.complaint + new TextDecoder().decode(chunk)).slice(-maxComplaint)
    })
  }

  exchange(job: number, payload: Uint8Array, way: Way): Promise<Exchange> {
    return new Promise((settle) => {
      const { kind, onOutput, resultBytes } = way
      const result = new Arrival(resultBytes)
      const pending = { stdout: [], stderr: [], result, settle, onOutput }
      if (!this.isAlive) {
        settle(exchangeOf(pending, undefined))
        return
      }
      this.pending.set(job, pending)
      if (kind === 'open') this.sessions.add(job)
      this.socket.write(encodeFrame({ kind, job, payload }))
    })
  }

  holds(session: number): boolean {
    return this.isAlive && this.sessions.has(session)
  }

  cancel(job: number): void {
    if (this.isAlive)
      this.socket.write(encodeFrame({ kind: 'cancel', job, payload: new Uint8Array() }))
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }

  private receive(chunk: Uint8Array): void {
    try {
      for (const frame of this.frames.push(chunk)) this.take(frame)
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error
      // Whatever speaks there is not our supervisor any more.
      this.kill()
    }
  }

  private take(frame: ChannelFrame): void {
    if (frame.kind === 'ready') {
      this.settleReady?.resolve()
      return
    }
    const pending = this.pending.get(frame.job)
    if (pending === undefined) {
      this.takeUnasked(frame)
      return
    }
    if (frame.kind === 'stdout' || frame.kind === 'stderr' || frame.kind === 'result') {
      pending[frame.kind].push(frame.payload)
      if (frame.kind !== 'result') pending.onOutput?.(frame.kind, frame.payload)
    } else if (frame.kind === 'exit' || frame.kind === 'turn') {
      const exit: Json = JSON.parse(new TextDecoder().decode(frame.payload))
      if (!isJsonObject(exit)) throw new RangeError('not an exit report')
      this.pending.delete(frame.job)
      if (frame.kind === 'exit') this.sessions.delete(frame.job)
      pending.settle(exchangeOf(pending, exit, frame.kind === 'turn'))
    }
  }

  /** A session may end between two requests; nothing else speaks of a job that is not there. */
  private takeUnasked(frame: ChannelFrame): void {
    if (!this.sessions.has(frame.job)) this.isDoubtful = true
    else if (frame.kind === 'exit') this.sessions.delete(frame.job)
  }

  private end(): void {
    if (!this.isAlive) return
    this.isAlive = false
    this.settleReady?.reject(this.startFailure())
    const complaint = this.lastWords()
    for (const pending of this.pending.values()) {
      pending.settle({ ...exchangeOf(pending, undefined), complaint })
    }
    this.pending.clear()
  }

  private startFailure(): CordonError {
    const message = `Cannot start sandbox "${this.backend}": ${this.lastWords()}`
    return new CordonError('sandbox-unavailable', message, {
      help: 'Run cordon doctor to see what this machine lacks and how to mend it.',
    })
  }

  private lastWords(): string {
    const { exitCode, signalCode } = this.child
    // A shell around it answers 128 and the signal's number.
    const wasKilled = signalCode === 'SIGKILL' || exitCode === 137
    const silent = wasKilled
      ? 'it was killed, as the kernel does where memory runs short'
      : 'it ended without a word'
    return this.complaint.trim().split('\n').at(-1) || silent
  }
}

const maxComplaint = 4096
const maxStartMs = 60_000
const lastWordsMs = 2000

function exchangeOf(pending: Pending, exit: Exchange['exit'], isTurn = false): Exchange {
  const { stdout, stderr, result } = pending
  const streams = { stdout: join(stdout), stderr: join(stderr), result: result.take() }
  return { exit, isTurn, ...streams, complaint: '' }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}
