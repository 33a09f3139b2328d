import type { Usage } from '../../kernel/limits.ts'
import type { PlacedDoor, PlacedInput } from '../backends/linux/grants.ts'
import { runEndOf } from '../backends/linux/run-end.ts'
import type { Supervisor } from '../backends/linux/supervisor.ts'
import { encodeJob } from '../frames.ts'
import type { Job } from '../port.ts'
import type { RunEnd } from '../report.ts'

export interface ExchangeOptions {
  readonly supervisor: Supervisor
  readonly job: Job
  readonly inputs: readonly PlacedInput[]
  readonly egress: PlacedDoor | undefined
  readonly signal: AbortSignal
  /** When the run was asked for, in milliseconds of `performance.now()`. */
  readonly started: number
}

/** Gives a job to a container's trusted process and waits for its end, which comes even where that process hangs. */
export async function exchangeJob(options: ExchangeOptions): Promise<RunEnd> {
  const { supervisor, signal } = options
  if (signal.aborted) return cancelledEnd
  const { limits } = options.job
  const { inputs, egress } = options
  const payload = encodeJob({ ...options.job, inputs, egress })
  const { resultBytes } = limits
  const cancel = () => supervisor.cancel(onlyJob)
  let isOverdue = false
  const tooLong = () => {
    isOverdue = true
    supervisor.kill()
  }
  const overdue = setTimeout(tooLong, Math.min(limits.wallMs + graceMs, longestTimerMs))
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const exchange = await supervisor.exchange(onlyJob, payload, { kind: 'run', resultBytes })
    const end = runEndOf(exchange, performance.now() - options.started)
    return isOverdue && exchange.exit === undefined ? { ...end, stopped: 'wallMs' } : end
  } finally {
    clearTimeout(overdue)
    signal.removeEventListener('abort', cancel)
  }
}

const onlyJob = 1
/** How much longer than its wall time a run may take to end before its container counts as stuck. */
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
