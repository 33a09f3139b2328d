/**
 * Puts a result together while it comes. It starts with its own length (u32, little-endian), so that it is written only
 * once, to the memory that it stays in; where it does not keep to that length, it is put together from its pieces.
 */
export class Arrival {
  private readonly limitBytes: number
  private pieces: Uint8Array[] = []
  private whole: Uint8Array | undefined
  private held = 0

  /** No memory is set aside for more than the limit, whatever length comes. */
  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  push(piece: Uint8Array): void {
    this.pieces.push(piece)
    this.held += piece.length
    if (this.whole === undefined && !this.setAside()) return
    if (this.whole === undefined || this.held > this.whole.length) return
    let place = this.held
    for (const late of this.pieces.toReversed()) {
      place -= late.length
      this.whole.set(late, place)
    }
    this.pieces = []
  }

  /** All that came. */
  take(): Uint8Array {
    if (this.pieces.length === 0 && this.held === this.whole?.length) return this.whole
    const placed = this.held - this.pieces.reduce((sum, { length }) => sum + length, 0)
    const early = this.whole?.subarray(0, placed) ?? new Uint8Array()
    return Buffer.concat([early, ...this.pieces])
  }

  private setAside(): boolean {
    if (this.held < lengthBytes) return false
    const start = Buffer.concat(this.pieces.slice(0, lengthBytes)).subarray(0, lengthBytes)
    const size = lengthBytes + start.readUInt32LE()
    if (size > this.limitBytes + slackBytes) return false
    // Unlike a typed array it is not filled first, and unlike a pooled buffer it starts at an aligned place.
    this.whole = Buffer.allocUnsafeSlow(size)
    return true
  }
}

const lengthBytes = 4
/** What may come around the result that the limit counts. */
const slackBytes = 64
