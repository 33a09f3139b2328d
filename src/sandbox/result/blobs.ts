/** Bytes from the sandbox that are no result; `what` names the part that does not hold. */
export class Malformed extends Error {
  constructor(what: string) {
    super(`malformed ${what}`)
    this.name = 'Malformed'
  }
}

/** A run of whole blobs, and the bytes that it lies in, which are free to be written to on both its sides. */
export interface Stretch {
  readonly within: Uint8Array
  readonly start: number
  readonly end: number
}

/** The blobs between a result's header and its end, taken in order; each starts at a multiple of 8 bytes from the first. */
export class Blobs {
  private readonly within: Uint8Array
  private readonly end: number
  private place: number

  constructor({ within, start, end }: Stretch) {
    this.within = within
    this.place = start
    this.end = end
  }

  take(length: number): Uint8Array {
    const start = this.place
    const next = start + Math.ceil(length / 8) * 8
    if (next > this.end) throw new Malformed('length')
    this.place = next
    // What fills a blob up goes along with it where the bytes stay in place, so it must say nothing.
    this.within.fill(0, start + length, next)
    return this.within.subarray(start, start + length)
  }

  /** How far the blobs have been taken. */
  get taken(): number {
    return this.place
  }

  /** All of them have been taken. */
  get isEmpty(): boolean {
    return this.place === this.end
  }

  /** The blobs from a place on to where they have been taken, as one stretch that nothing follows; undefined where something does. */
  lastFrom(start: number): Stretch | undefined {
    return this.isEmpty ? { within: this.within, start, end: this.end } : undefined
  }
}

/** The text with every lone surrogate replaced, so that it has a UTF-8 form. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
