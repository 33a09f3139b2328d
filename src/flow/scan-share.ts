import type { InspectPolicy } from '../inspect/config.ts'
import { openScanCache } from './scan-cache.ts'
import { createFileScan } from './scan-source.ts'
import type { ScannedFile } from './scanned.ts'

/** What the threads of one scan have in common. */
export interface Share {
  readonly paths: readonly string[]
  readonly policy: InspectPolicy
  readonly cache: { readonly folder: string; readonly generation: string } | undefined
  /** One 32-bit number in shared memory: the next path that nobody has taken. */
  readonly next: Int32Array
}

/** A file's end, with the place of its path in the list. */
export interface Scanned {
  readonly at: number
  readonly file: ScannedFile
}

/** Takes paths one after the other, beside any other threads, until none is left. */
export function* scanShare({ paths, policy, cache, next }: Share): Generator<Scanned> {
  const scanFile = createFileScan(policy, cache && openScanCache(cache.folder, cache.generation))
  for (;;) {
    const at = Atomics.add(next, 0, 1)
    const path = paths[at]
    if (path === undefined) return
    yield { at, file: scanFile(path) }
  }
}
