import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface SetupLock {
  /** False where the wait ended without it. */
  readonly isHeld: boolean
  readonly release: () => Promise<void>
}

const pollMs = 200

/**
 * Waits until no other setup of this user works on the same cache folder. Held as an abstract socket (unix(7)), so
 * the kernel frees it with the process. It saves doing the work twice; that the result is whole never hangs on it.
 */
export async function takeSetupLock(options: {
  readonly cacheDir: string
  readonly waitMs: number
  readonly signal: AbortSignal
  readonly onWait: () => void
}): Promise<SetupLock> {
  const user = process.getuid?.() ?? 0
  const id = createHash('sha256').update(`${user}\0${options.cacheDir}`).digest('hex')
  const address = `\0cordon-setup-${id.slice(0, 32)}`
  const endMs = performance.now() + options.waitMs
  for (let isFirst = true; ; isFirst = false) {
    const lock = await listen(address)
    if (lock) return lock
    if (performance.now() > endMs) return { isHeld: false, release: async () => {} }
    if (isFirst) options.onWait()
    await sleep(pollMs, undefined, { signal: options.signal })
  }
}

function listen(address: string): Promise<SetupLock | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.unref()
    server.once('error', () => resolve(undefined))
    server.listen(address, () =>
      resolve({
        isHeld: true,
        release: () => new Promise((done) => server.close(() => done())),
      }),
    )
  })
}
