import type { JWK } from 'jose'
import type { Clock } from '../../kernel/clock.ts'
import { isJsonObject } from '../../kernel/json.ts'

/** Gives the text of a key set (RFC 7517), or fails. */
export type LoadKeySet = (signal: AbortSignal) => Promise<string>

/** How long keys are believed and how often they are asked for, in milliseconds. */
export interface KeySetTimes {
  /** After this a known key is asked for again. */
  readonly freshMs: number
  /** After this keys that could not be asked for again are no longer believed. */
  readonly keptMs: number
  /** Least time between two askings, so that made-up key ids cause no flood. */
  readonly pauseMs: number
  /** After failures the pause doubles up to this. */
  readonly longestPauseMs: number
  readonly timeoutMs: number
}

const usualTimes: KeySetTimes = {
  freshMs: 10 * 60_000,
  keptMs: 24 * 3_600_000,
  pauseMs: 30_000,
  longestPauseMs: 5 * 60_000,
  timeoutMs: 5_000,
}

/** The public keys of an issuer by key id, asked for again as they rotate. */
export class KeySet {
  private readonly load: LoadKeySet
  private readonly clock: Clock
  private readonly times: KeySetTimes
  private keys = new Map<string, JWK>()
  private loadedMs = Number.NEGATIVE_INFINITY
  private nextMs = Number.NEGATIVE_INFINITY
  private failures = 0
  private loading: Promise<void> | undefined

  constructor(load: LoadKeySet, clock: Clock, times: KeySetTimes = usualTimes) {
    this.load = load
    this.clock = clock
    this.times = times
  }

  /** The key of an id, `unknown` where the issuer has none, or `unavailable` where the issuer cannot be asked. */
  async keyOf(id: string): Promise<JWK | 'unknown' | 'unavailable'> {
    if (!(this.keys.has(id) && this.ageMs() < this.times.freshMs)) await this.refresh()
    if (this.ageMs() >= this.times.keptMs) return 'unavailable'
    return this.keys.get(id) ?? 'unknown'
  }

  private ageMs(): number {
    return this.clock.monotonicMs() - this.loadedMs
  }

  private async refresh(): Promise<void> {
    if (!this.loading) {
      if (this.clock.monotonicMs() < this.nextMs) return
      this.loading = this.ask().finally(() => {
        this.loading = undefined
      })
    }
    await this.loading
  }

  private async ask(): Promise<void> {
    const { pauseMs, longestPauseMs, timeoutMs } = this.times
    try {
      this.keys = readKeySet(await this.load(AbortSignal.timeout(timeoutMs)))
      this.loadedMs = this.clock.monotonicMs()
      this.failures = 0
    } catch {
      // Whoever asks for a key learns it from the age of the keys.
      this.failures++
    }
    const pause = Math.min(longestPauseMs, pauseMs * 2 ** Math.max(0, this.failures - 1))
    this.nextMs = this.clock.monotonicMs() + pause
  }
}

const publicKinds = new Set(['RSA', 'EC', 'OKP'])

/** Keys that verify signatures, by id; secrets and keys without an id or with one that is there twice are left out. */
function readKeySet(text: string): Map<string, JWK> {
  const value: unknown = JSON.parse(text)
  const listed = isJsonObject(value) ? value['keys'] : undefined
  if (!Array.isArray(listed)) throw new TypeError('not a key set')
  const keys = new Map<string, JWK>()
  const taken = new Set<string>()
  for (const key of listed) {
    if (!isJsonObject(key) || typeof key['kid'] !== 'string') continue
    const { kid, kty, use } = key
    if (taken.has(kid)) keys.delete(kid)
    else if (publicKinds.has(String(kty)) && (use === undefined || use === 'sig')) {
      keys.set(kid, publicPart(key))
    }
    taken.add(kid)
  }
  return keys
}

function publicPart(key: { readonly [name: string]: unknown }): JWK {
  const names = ['kty', 'kid', 'alg', 'n', 'e', 'crv', 'x', 'y']
  return Object.fromEntries(names.flatMap((name) => (name in key ? [[name, key[name]]] : [])))
}
