import { cancelledEnd, converse } from '../backends/linux/converse.ts'
import type { PlacedDoor, PlacedInput } from '../backends/linux/grants.ts'
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
  const { supervisor, job, inputs, egress, signal, started } = options
  if (signal.aborted) return cancelledEnd
  const payload = encodeJob({ ...job, inputs, egress })
  const { limits } = job
  return converse({ supervisor, number: onlyJob, payload, limits, signal, started })
}

/** A container's one job, or one session. */
export const onlyJob = 1
