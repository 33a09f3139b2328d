import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes what was created, linked or removed in a folder last through a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
