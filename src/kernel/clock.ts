/** Time as an argument, so that tests can set it. */
export interface Clock {
  /** Wall time in milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number
  /** A time that only moves forward, in milliseconds, fractions included. */
  readonly monotonicMs: () => number
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}
