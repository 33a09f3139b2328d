/** A number of places that are taken in order of asking. */
export class Places {
  private left: number
  private readonly waiting: (() => void)[] = []

  constructor(count: number) {
    this.left = count
  }

  /** Resolves once there is a place for the caller, who has to free it. */
  take(): Promise<void> {
    if (this.left > 0) {
      this.left -= 1
      return Promise.resolve()
    }
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  free(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.left += 1
  }
}
