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

/** Puts frames together from chunks as they come. Throws a RangeError on a frame that is too long or of no kind. */
export class FrameReader {
  private chunks: Uint8Array[] = []
  private held = 0
  private wanted = headBytes

  /** Takes a chunk and gives the frames that are whole now, in order. */
  push(chunk: Uint8Array): ChannelFrame[] {
    this.chunks.push(chunk)
    this.held += chunk.length
    // Put together only once there is a whole frame in it, so that no byte is copied again and again.
    if (this.held < this.wanted) return []
    const bytes = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks)
    const frames: ChannelFrame[] = []
    let offset = 0
    for (;;) {
      const frame = frameAt(bytes, offset)
      if (typeof frame === 'number') {
        this.wanted = frame
        break
      }
      frames.push(frame)
      offset += headBytes + frame.payload.length
    }
    this.chunks = [bytes.subarray(offset)]
    this.held = bytes.length - offset
    return frames
  }
}

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

/** The frame at an offset, or how many bytes from there on it takes to go on reading. */
function frameAt(bytes: Uint8Array, offset: number): ChannelFrame | number {
  if (bytes.length - offset < headBytes) return headBytes
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset)
  const length = view.getUint32(0, true)
  const kind = kinds.get(view.getUint8(4))
  if (length > maxPayloadBytes || kind === undefined) throw new RangeError('not a frame')
  const start = offset + headBytes
  if (bytes.length < start + length) return headBytes + length
  return { kind, job: view.getUint32(5, true), payload: bytes.subarray(start, start + length) }
}
