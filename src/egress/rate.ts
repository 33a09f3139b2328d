/** Lets so many through a minute, and as many at once after a pause (token bucket). */
export class Rate {
  private readonly perMinute: number
  private readonly nowMs: () => number
  private left: number
  private lastMs: number

  constructor(perMinute: number, nowMs: () => number) {
    this.perMinute = perMinute
    this.nowMs = nowMs
    this.left = perMinute
    this.lastMs = nowMs()
  }

  /** True where one more may pass now. */
  take(): boolean {
    const nowMs = this.nowMs()
    const earned = ((nowMs - this.lastMs) / 60_000) * this.perMinute
    this.left = Math.min(this.perMinute, this.left + Math.max(0, earned))
    this.lastMs = nowMs
    if (this.left < 1) return false
    this.left -= 1
    return true
  }
}
