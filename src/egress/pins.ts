import { type AddressRange, mayConnect } from './address.ts'
import type { Host } from './host.ts'

/** Finds every address of a name, in order of preference. Rejects or gives none where there is none. */
export type Resolver = (name: string) => Promise<readonly string[]>

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
  private readonly found = new Map<string, Promise<readonly string[]>>()

  constructor(resolve: Resolver) {
    this.resolve = resolve
  }

  async pin(host: Host, allowed: readonly AddressRange[]): Promise<Pinned> {
    const addresses = host.kind === 'address' ? [host.text] : await this.lookUp(host.text)
    const [address] = addresses
    if (address === undefined) return { status: 'unresolved' }
    const isOpen = addresses.every((each) => mayConnect(each, allowed))
    return isOpen ? { status: 'pinned', address } : { status: 'closed' }
  }

  private lookUp(name: string): Promise<readonly string[]> {
    const known = this.found.get(name)
    if (known !== undefined) return known
    const looked = this.resolve(name).catch((): string[] => {
      // A name that is not there now may be there a moment later.
      this.found.delete(name)
      return []
    })
    this.found.set(name, looked)
    return looked
  }
}
