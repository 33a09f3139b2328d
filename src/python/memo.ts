/**
 * What has been worked out from a text and is the same for every script. Emptied when it is full, so that no script can
 * make it grow without bound; common names are back soon.
 */
export class Memo<V> {
  readonly #known = new Map<string, V>()
  readonly #mostEntries: number

  constructor(mostEntries: number) {
    this.#mostEntries = mostEntries
  }

  get(key: string): V | undefined {
    return this.#known.get(key)
  }

  /** Keeps a value and gives it back. */
  keep(key: string, value: V): V {
    if (this.#known.size >= this.#mostEntries) this.#known.clear()
    this.#known.set(key, value)
    return value
  }
}
