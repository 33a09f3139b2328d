import type { Figure, Value } from '../../kernel/answer.ts'
import type { RunEvents } from '../../kernel/events.ts'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import { Blobs, Malformed, wellFormed } from './blobs.ts'
import { cleanJson } from './clean-json.ts'
import { checkExtent } from './extent.ts'
import { readFrame } from './frame.ts'
import { readEvents } from './guest-events.ts'
import { type GuestFailure, readGuestFailure } from './guest-failure.ts'
import { readPlotly } from './plotly.ts'
import { readSvg } from './svg.ts'

/** What the code in the sandbox says about itself; hostile, so checked down to the last byte. */
export type GuestResult =
  | (Watched & {
      readonly status: 'completed'
      readonly value: Value
      readonly figures: readonly Figure[]
    })
  | (Watched & { readonly status: 'failed'; readonly failure: GuestFailure })
  | { readonly status: 'malformed' }

interface Watched {
  readonly events: RunEvents
  /** Bytes in private files, where it tells. */
  readonly writtenBytes: number | undefined
}

/**
 * Reads the bytes of a result descriptor: length of what follows u32, header length u32, JSON header, blobs, seven zeros and
 * the end mark. Never throws. The bytes are the reader's from here on: a large frame's stream is written around its blobs.
 */
export function readResult(bytes: Uint8Array): GuestResult {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) {
      return { status: 'malformed' }
    }
    throw error
  }
}

const end = [0, 0, 0, 0, 0, 0, 0, 'D'.charCodeAt(0)]
const maxFigures = 20
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

function read(bytes: Uint8Array): GuestResult {
  if (bytes.length < 8 + end.length) throw new Malformed('length')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getUint32(0, true) !== bytes.length - 4) throw new Malformed('length')
  const place = {
    within: bytes,
    start: 8 + view.getUint32(4, true),
    end: bytes.length - end.length,
  }
  if (place.start > place.end) throw new Malformed('length')
  if (end.some((byte, at) => bytes[place.end + at] !== byte)) throw new Malformed('end')
  const head = bytes.subarray(8, place.start)
  checkExtent(head)
  const header: Json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(head))
  if (!isJsonObject(header)) throw new Malformed('header')
  const blobs = new Blobs(place)
  const result = readHeader(header, blobs)
  if (!blobs.isEmpty) throw new Malformed('length')
  return result
}

function readHeader(header: { readonly [key: string]: Json }, blobs: Blobs): GuestResult {
  const { status, failure, value, figures } = header
  const watched = { events: readEvents(header), writtenBytes: readAmount(header) }
  if (status === 'failed') return { status, ...watched, failure: readGuestFailure(failure) }
  if (status !== 'completed' || !isJsonObject(value)) throw new Malformed('status')
  const read = readValue(value, blobs)
  return { status, ...watched, value: read, figures: readFigures(figures, blobs) }
}

function readAmount({ writtenBytes }: { readonly [key: string]: Json }): number | undefined {
  if (writtenBytes === undefined) return undefined
  if (typeof writtenBytes === 'number' && Number.isSafeInteger(writtenBytes) && writtenBytes >= 0) {
    return writtenBytes
  }
  throw new Malformed('amount')
}

function readValue(header: { readonly [key: string]: Json }, blobs: Blobs): Value {
  const { kind, value } = header
  if (kind === 'none') return { kind }
  if (kind === 'frame') return { kind, frame: readFrame(header, blobs) }
  if (kind === 'boolean' && typeof value === 'boolean') return { kind, value }
  if (kind === 'string' && typeof value === 'string') return { kind, value: wellFormed(value) }
  if (kind === 'number') return { kind, value: readNumber(value) }
  if (kind === 'json' && value !== undefined) return { kind, value: cleanJson(value) }
  throw new Malformed('kind')
}

function readNumber(value: Json | undefined): number | string {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  const isNumber = /^(?:NaN|-?Infinity|-?\d{1,100000}(?:\.\d{1,100000})?)$/
  if (typeof value === 'string' && isNumber.test(value)) return value
  throw new Malformed('number')
}

function readFigures(described: Json | undefined, blobs: Blobs): Figure[] {
  if (!Array.isArray(described) || described.length > maxFigures) throw new Malformed('figures')
  return described.map((figure: Json) => {
    const { format, bytes: size } = isJsonObject(figure) ? figure : {}
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0) {
      throw new Malformed('length')
    }
    const bytes = new Uint8Array(blobs.take(size))
    if (format === 'plotly') return { format, bytes: readPlotly(bytes) }
    if (format === 'svg') return { format, bytes: readSvg(bytes) }
    if (format !== 'png' || pngSignature.some((byte, place) => bytes[place] !== byte)) {
      throw new Malformed('figure')
    }
    return { format, bytes }
  })
}
