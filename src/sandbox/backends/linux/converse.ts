import type { Limits, Usage } from '../../../kernel/limits.ts'
import type { RunEnd } from '../../report.ts'
import { runEndOf } from './run-end.ts'
import type { Supervisor, Way } from './supervisor.ts'

export interface Conversation {
  readonly supervisor: Supervisor
  readonly number: number
  readonly payload: Uint8Array
  readonly limits: Limits
  readonly signal: AbortSignal
  /** On the clock of `performance.now()`. */
  readonly started: number
  readonly way?: Omit<Way, 'resultBytes'>
}

/** Sends one job or request and waits for its end. Aborting kills its child; a supervisor that says nothing is killed. */
export async function converse(talk: Conversation): Promise<RunEnd & { readonly isTurn: boolean }> {
  const { supervisor, number, signal, limits } = talk
  const cancel = () => supervisor.cancel(number)
  let isOverdue = false
  const overdue = setTimeout(
    () => {
      isOverdue = true
      supervisor.kill()
    },
    Math.min(limits.wallMs + graceMs, longestTimerMs),
  )
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const exchange = await supervisor.exchange(number, talk.payload, {
      ...(talk.way ?? { kind: 'run' }),
      resultBytes: limits.resultBytes,
    })
    const end = { ...runEndOf(exchange, performance.now() - talk.started), isTurn: exchange.isTurn }
    return isOverdue && exchange.exit === undefined ? { ...end, stopped: 'wallMs' } : end
  } finally {
    clearTimeout(overdue)
    signal.removeEventListener('abort', cancel)
  }
}

/**
 * How much longer than its wall time a run may take to end before its supervisor counts as stuck. A machine that is short of
 * processors may keep it waiting for seconds, and with it all that it watches would go.
 */
const graceMs = 5000
/** A longer timer would fire at once (Node's timers count in 32 bits). */
const longestTimerMs = 2 ** 31 - 1

const noUsage: Usage = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0, outputBytes: 0, resultBytes: 0 }
const nothing = new Uint8Array()
/** The end of a run that was cancelled before it began. */
export const cancelledEnd: RunEnd = {
  ...{ stopped: 'cancelled', isConfined: false, refusal: '', exit: 0, usage: noUsage },
  ...{ stdout: nothing, stderr: nothing, result: nothing },
}
