import type { Limits } from '../kernel/limits.ts'

/** One frame of the channel to the supervisor. `job` is 0 for what concerns no job. */
export interface ChannelFrame {
  readonly kind: FrameKind
  readonly job: number
  readonly payload: Uint8Array
}

export type FrameKind =
  | ('run' | 'open' | 'next' | 'cancel')
  | ('ready' | 'stdout' | 'stderr' | 'result' | 'turn' | 'exit')

/** Encodes a frame: payload length u32, kind u8, job u32, all little-endian, then the payload. */
export function encodeFrame(frame: ChannelFrame): Uint8Array {
  const bytes = new Uint8Array(headBytes + frame.payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, frame.payload.length, true)
  view.setUint8(4, letters[frame.kind].charCodeAt(0))
  view.setUint32(5, frame.job, true)
  bytes.set(frame.payload, headBytes)
  return bytes
}

/**
 * Encodes the payload of a run frame: length of the limits u32, the limits as JSON, then the job as JSON. The supervisor
 * reads and watches the limits alone, which `watched` may set apart from those that the child arms itself with, so that nothing of a job is left in the memory that later jobs start with.
 */
export function encodeJob<J extends { readonly limits: Limits }>(
  job: J,
  watched: Limits = job.limits,
): Uint8Array {
  const limits = Buffer.from(JSON.stringify(watched))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(limits.length)
  return Buffer.concat([length, limits, Buffer.from(JSON.stringify(job))])
}

/**
 * Reads frames from chunks as they come. What a job gives is passed on in pieces of a frame, so that it is not copied on the
 * way; all other frames come whole. Throws a RangeError on a frame that is too long or of no kind.
 */
export class FrameReader {
  /** The start of something that has not come as a whole. */
  private rest: Uint8Array = new Uint8Array()
  /** The frame that is passed on in pieces at the moment. */
  private open: Head | undefined

  /** Takes a chunk and gives what it brings, in order. */
  push(chunk: Uint8Array): ChannelFrame[] {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    const frames: ChannelFrame[] = []
    let place = 0
    for (;;) {
      const next = this.next(bytes, place)
      if (next === undefined) break
      if (next.frame.payload.length > 0 || next.isWhole) frames.push(next.frame)
      place = next.end
      if (!next.isWhole) break
    }
    this.rest = bytes.subarray(place)
    return frames
  }

  /** The frame at a place, or what there is of one that is passed on in pieces. */
  private next(bytes: Uint8Array, place: number): Next | undefined {
    const head = this.open ?? headAt(bytes, place)
    if (head === undefined) return undefined
    const start = this.open === undefined ? place + headBytes : place
    const { kind, job, length } = head
    const payload = bytes.subarray(start, start + length)
    const left = length - payload.length
    if (left > 0 && !streamed.has(kind)) return undefined
    this.open = left > 0 ? { kind, job, length: left } : undefined
    return { frame: { kind, job, payload }, end: start + payload.length, isWhole: left === 0 }
  }
}

interface Next {
  readonly frame: ChannelFrame
  /** Where the next one starts. */
  readonly end: number
  /** Nothing more of it comes. */
  readonly isWhole: boolean
}

interface Head {
  readonly kind: FrameKind
  readonly job: number
  readonly length: number
}

const streamed: ReadonlySet<FrameKind> = new Set(['stdout', 'stderr', 'result'])
const headBytes = 9
const maxPayloadBytes = 1 << 20
const letters: { readonly [K in FrameKind]: string } = {
  run: 'R',
  open: 'P',
  next: 'N',
  cancel: 'C',
  ready: 'S',
  stdout: 'O',
  stderr: 'E',
  result: 'V',
  turn: 'T',
  exit: 'X',
}
const kinds = new Map(
  Object.entries(letters).map(([kind, letter]) => [letter.charCodeAt(0), kind as FrameKind]),
)

/** The head at an offset; undefined where not all of it is there. */
function headAt(bytes: Uint8Array, offset: number): Head | undefined {
  if (bytes.length - offset < headBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset)
  const length = view.getUint32(0, true)
  const kind = kinds.get(view.getUint8(4))
  if (length > maxPayloadBytes || kind === undefined) throw new RangeError('not a frame')
  return { kind, job: view.getUint32(5, true), length }
}
