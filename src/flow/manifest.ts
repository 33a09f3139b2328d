import type { Capabilities, Known } from '../kernel/capabilities.ts'
import type { RunEvents } from '../kernel/events.ts'
import type { ReceiptEvent } from '../ledger/receipt.ts'
import type { Manifest } from '../sandbox/port.ts'

/** What a script may do at run time: what inspection found that it does. */
export function manifestOf(capabilities: Capabilities): Manifest {
  const { imports, filesRead, filesWritten, hosts, processes, hasDynamicCode } = capabilities
  return {
    imports: each(imports, ({ module }) => module.split('.', 1)[0] ?? module),
    files: both(filesRead, filesWritten),
    hosts: each(hosts, ({ host }) => host.replace(/:\d+$/, '')),
    processes,
    hasDynamicCode,
  }
}

/**
 * What a receipt says of a run's events. Names that the code made up at run time could carry data, so of those only kind
 * and number are kept.
 */
export function receiptEvents(events: RunEvents, capabilities: Capabilities): ReceiptEvent[] {
  const { imports, files, hosts, processes } = manifestOf(capabilities)
  const known = new Set([imports, files, hosts, processes].flatMap((names) => listOf(names)))
  const merged = new Map<string, ReceiptEvent>()
  for (const { kind, name, count, isBlocked } of events.list) {
    const shown = [name, name.split('.', 1)[0] ?? ''].find((text) => known.has(text)) ?? null
    const key = JSON.stringify([kind, shown, isBlocked])
    const before = merged.get(key)?.count ?? 0
    merged.set(key, { kind, name: shown, count: before + count, isBlocked })
  }
  return [...merged.values()]
}

function each<T>(known: Known<T>, name: (item: T) => string): Known<string> {
  return known === 'unknown' ? known : [...new Set(known.map(name))]
}

function both(one: Known<string>, other: Known<string>): Known<string> {
  return one === 'unknown' || other === 'unknown' ? 'unknown' : [...new Set([...one, ...other])]
}

function listOf(known: Known<string>): readonly string[] {
  return known === 'unknown' ? [] : known
}
