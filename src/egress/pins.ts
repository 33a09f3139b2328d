import { lookup } from 'node:dns/promises'
import { setTimeout } from 'node:timers/promises'
import { type AddressRange, mayConnect } from './address.ts'
import type { Host } from './host.ts'

/** Finds every address of a name, in order of preference. Rejects or gives none where there is none. */
export type Resolver = (name: string) => Promise<readonly string[]>

/** Resolves as every other program of this machine does (getaddrinfo(3)). */
export const systemResolver: Resolver = async (name) => {
  const found = await lookup(name, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}

/** The address to connect to, or why there is none. */
export type Pinned =
  | { readonly status: 'pinned'; readonly address: string }
  | { readonly status: 'unresolved' }
  | { readonly status: 'closed' }

/**
 * Resolves each name once in the life of a run and stays with the first address, so that a name cannot come to mean
 * another place between check and use (DNS rebinding). One address that policy closes, closes the name.
 */
export class Pins {
  private readonly resolve: Resolver
  private readonly timeoutMs: number
  private readonly judged = new WeakMap<object, Map<readonly AddressRange[], boolean>>()
  private readonly found = new Map<string, Promise<readonly string[]>>()

  /** A name that is not resolved within the time counts as unresolved. */
  constructor(resolve: Resolver, timeoutMs: number) {
    this.resolve = resolve
    this.timeoutMs = timeoutMs
  }

  async pin(host: Host, allowed: readonly AddressRange[]): Promise<Pinned> {
    const addresses = host.kind === 'address' ? [host.text] : await this.lookUp(host.text)
    const [address] = addresses
    if (address === undefined) return { status: 'unresolved' }
    return this.areOpen(addresses, allowed) ? { status: 'pinned', address } : { status: 'closed' }
  }

  /** The same list of addresses is asked about with every request to its host. */
  private areOpen(addresses: readonly string[], allowed: readonly AddressRange[]): boolean {
    const judged = this.judged.get(addresses) ?? new Map()
    this.judged.set(addresses, judged)
    const known = judged.get(allowed)
    if (known !== undefined) return known
    const isOpen = addresses.every((each) => mayConnect(each, allowed))
    judged.set(allowed, isOpen)
    return isOpen
  }

  private lookUp(name: string): Promise<readonly string[]> {
    const known = this.found.get(name)
    if (known !== undefined) return known
    const looked = within(this.timeoutMs, this.resolve(name)).catch((): readonly string[] => {
      // A name that is not there now may be there a moment later.
      this.found.delete(name)
      return []
    })
    this.found.set(name, looked)
    return looked
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const stop = new AbortController()
  const late = setTimeout(timeoutMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error('late')
  })
  try {
    return await Promise.race([work, late])
  } finally {
    late.catch(() => {})
    stop.abort()
  }
}
