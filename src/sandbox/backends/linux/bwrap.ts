import { existsSync } from 'node:fs'

/** Path of bubblewrap where it is installed. */
export function findBwrap(): string | undefined {
  return ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'].find((path) => existsSync(path))
}

/** How to install bubblewrap. */
export const installBwrap = 'apt-get install bubblewrap'
