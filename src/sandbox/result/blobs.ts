/** Bytes from the sandbox that are no result; `what` names the part that does not hold. */
export class Malformed extends Error {
  constructor(what: string) {
    super(`malformed ${what}`)
    this.name = 'Malformed'
  }
}

/** The blobs behind a result's header, taken in order; each starts at a multiple of 8 bytes. */
export class Blobs {
  private readonly bytes: Uint8Array
  private place = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  take(length: number): Uint8Array {
    const end = this.place + length
    const next = this.place + Math.ceil(length / 8) * 8
    if (next > this.bytes.length) throw new Malformed('length')
    const blob = this.bytes.subarray(this.place, end)
    this.place = next
    return blob
  }

  /** Throws Malformed where bytes are left over. */
  end(): void {
    if (this.place !== this.bytes.length) throw new Malformed('length')
  }
}

/** The text with every lone surrogate replaced, so that it has a UTF-8 form. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
