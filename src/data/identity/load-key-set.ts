import { readFile } from 'node:fs/promises'
import type { LoadKeySet } from './key-set.ts'

const limitBytes = 512 * 1024

/** Loads a key set from an address, following no redirect, or from a file; at most 512 KiB. */
export function keySetLoader(place: string): LoadKeySet {
  if (!/^https?:/.test(place)) return () => readFile(place, 'utf8')
  return async (signal) => {
    const response = await fetch(place, {
      signal,
      redirect: 'error',
      headers: { accept: 'application/json' },
    })
    if (!response.ok || !response.body) throw new TypeError('the key set was not given')
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of response.body) {
      length += chunk.length
      if (length > limitBytes) throw new TypeError('the key set is too long')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
}
