import { fileURLToPath } from 'node:url'

/** Folder of the package with what runs inside the sandbox. */
export const guestFolder: string = fileURLToPath(new URL('../../guest/', import.meta.url))

/** Path of a file of that folder. */
export function guestFile(name: string): string {
  return `${guestFolder}${name}`
}
