import { type RunEvent, type RunEvents, runEventKinds } from '../../kernel/events.ts'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import { Malformed, wellFormed } from './blobs.ts'

/** Reads the events that a result header tells of; none where it is silent. Throws Malformed. */
export function readEvents(header: { readonly [key: string]: Json }): RunEvents {
  const { events = [], eventsDropped = 0 } = header
  if (!Array.isArray(events) || events.length > maxEvents) throw new Malformed('events')
  return { list: events.map(readEvent), dropped: countOf(eventsDropped) }
}

const maxEvents = 100
const maxName = 200

function readEvent(event: Json): RunEvent {
  if (!isJsonObject(event)) throw new Malformed('events')
  const { kind, name, count, isBlocked } = event
  const known = runEventKinds.find((candidate) => candidate === kind)
  if (known === undefined || typeof name !== 'string' || typeof isBlocked !== 'boolean') {
    throw new Malformed('events')
  }
  return {
    kind: known,
    name: wellFormed(name.slice(0, maxName)),
    count: countOf(count),
    isBlocked,
  }
}

function countOf(value: Json | undefined): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new Malformed('events')
  }
  return value
}
