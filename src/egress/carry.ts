import type { Readable, Writable } from 'node:stream'
import type { Refusal } from './evidence.ts'

/** Ends an exchange before its time, with the reason. */
export class Stopped extends Error {
  readonly reason: Refusal

  constructor(reason: Refusal) {
    super(reason)
    this.reason = reason
  }
}

/** What is counted and changed on the way from one stream to another. */
export interface Passage {
  /** Counted up as bytes come. */
  bytes: number
  readonly limit: number
  /** Why it stops once there are more bytes than that. */
  readonly tooLong: Refusal
  readonly change: Change | undefined
}

/** Changes a body chunk by chunk. */
export interface Change {
  readonly push: (chunk: Uint8Array) => Uint8Array
  /** What was held back, at the end. */
  readonly rest: () => Uint8Array
}

/**
 * Moves everything from one stream to another and ends that; rejects where there is too much of it or the first one
 * breaks off, and leaves both for the caller to destroy. `stream.pipeline` makes an abort signal and an error for every
 * body, which costs more than the rest of the request.
 */
export function carry(from: Readable, to: Writable, passage: Passage): Promise<void> {
  const { limit, tooLong, change } = passage
  return new Promise((resolve, reject) => {
    let isOver = false
    const stop = (error: Error) => {
      isOver = true
      from.pause()
      reject(error)
    }
    from.on('data', (chunk: Uint8Array) => {
      // The end may come in the same breath as what was too long.
      if (isOver) return
      passage.bytes += chunk.length
      if (passage.bytes > limit) stop(new Stopped(tooLong))
      else if (!to.write(change?.push(chunk) ?? chunk)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.once('end', () => {
      if (isOver) return
      isOver = true
      to.end(change?.rest())
      resolve()
    })
    from.on('error', stop)
    from.once('close', () => {
      if (!isOver) stop(new Stopped('unreachable'))
    })
  })
}
