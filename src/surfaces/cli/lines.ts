/** A line of a stream without its line break, or word that it was longer than the limit. */
export type Line =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-long' }

const lineFeed = 10

/** Lines as they come, holding no more than one; of a line beyond `limitBytes` nothing is kept. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Line> {
  const line = new LineBuffer(limitBytes)
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      line.add(chunk.subarray(from, at))
      yield line.take()
      from = at + 1
    }
    line.add(chunk.subarray(from))
  }
  if (!line.isEmpty) yield line.take()
}

class LineBuffer {
  readonly #limitBytes: number
  #parts: Uint8Array[] = []
  #byteCount = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get isEmpty(): boolean {
    return this.#byteCount === 0
  }

  add(part: Uint8Array): void {
    this.#byteCount += part.length
    if (this.#byteCount <= this.#limitBytes) this.#parts.push(part)
    else this.#parts = []
  }

  take(): Line {
    const isTooLong = this.#byteCount > this.#limitBytes
    const bytes = isTooLong ? undefined : Buffer.concat(this.#parts)
    this.#parts = []
    this.#byteCount = 0
    return bytes ? { kind: 'line', bytes } : { kind: 'too-long' }
  }
}
