import type { TurnLimits } from '../turns.ts'

/** How many containers may run, and how many jobs wait for one, where the configuration does not say. */
export function turnsOf(options: {
  readonly concurrency?: number | undefined
  readonly queue?: number | undefined
}): TurnLimits {
  return { atOnce: options.concurrency ?? atOnce, waiting: options.queue ?? waiting }
}

/** Each container holds a copy of the libraries, and perhaps a kernel: some 200 MB. */
const atOnce = 4
const waiting = 1000
