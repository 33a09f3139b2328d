/** The tokens of one logical line, in columns that are reused from line to line. */
export class TokenBuffer {
  kinds: Uint8Array = new Uint8Array(64)
  starts: Int32Array = new Int32Array(64)
  ends: Int32Array = new Int32Array(64)
  count = 0

  add(kind: number, start: number, end: number): void {
    const at = this.count
    if (at === this.kinds.length) this.#grow()
    this.kinds[at] = kind
    this.starts[at] = start
    this.ends[at] = end
    this.count = at + 1
  }

  kindAt(index: number): number {
    return this.kinds[index] ?? 0
  }

  startAt(index: number): number {
    return this.starts[index] ?? 0
  }

  endAt(index: number): number {
    return this.ends[index] ?? 0
  }

  /** Moves the line's last token, its line break, to the end of the one before, and answers where that is. */
  closeGap(): number {
    const last = this.count - 1
    const end = last > 0 ? this.endAt(last - 1) : this.startAt(last)
    this.starts[last] = end
    return end
  }

  #grow(): void {
    const size = this.kinds.length * 2
    const { kinds, starts, ends } = this
    this.kinds = new Uint8Array(size)
    this.kinds.set(kinds)
    this.starts = new Int32Array(size)
    this.starts.set(starts)
    this.ends = new Int32Array(size)
    this.ends.set(ends)
  }
}
