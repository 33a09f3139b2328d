/** The value below which half of the samples lie; `share` 0.99 gives the 99th percentile. */
export function percentile(samples, share = 0.5) {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** A figure with a goal that it must not exceed. */
export function atMost(name, value, { unit, goal }) {
  return { name, value: round(value), unit, goal: `≤ ${goal}`, ok: value <= goal }
}

/** A figure with a goal that it must reach. */
export function atLeast(name, value, { unit, goal }) {
  return { name, value: round(value), unit, goal: `≥ ${goal}`, ok: value >= goal }
}

/** A figure that only informs. */
export function plain(name, value, unit) {
  return { name, value: round(value), unit }
}

/** Milliseconds that an asynchronous piece of work took. */
export async function timed(work) {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function round(value) {
  return Math.round(value * 100) / 100
}
