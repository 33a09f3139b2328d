import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { RunId } from '../kernel/ids.ts'

/** Keeps receipts as files in a folder, each whole and on disk once the promise resolves. */
export function receiptFolder(folder: string): (runId: RunId, envelope: string) => Promise<void> {
  return async (runId, envelope) => {
    const path = join(folder, `${runId}.json`)
    const partial = `${path}.partial`
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = await open(partial, 'wx', 0o600)
      try {
        await file.writeFile(`${envelope}\n`)
        await file.datasync()
      } finally {
        await file.close()
      }
      await rename(partial, path)
    } catch (cause) {
      await rm(partial, { force: true })
      throw receiptError(folder, cause)
    }
  }
}

function receiptError(folder: string, cause: unknown): CordonError {
  const isFull =
    cause instanceof Error && 'code' in cause && ['ENOSPC', 'EDQUOT'].includes(String(cause.code))
  return new CordonError(
    isFull ? 'disk-full' : 'ledger-unavailable',
    `Cannot keep the receipt in ${folder}, so the answer is withheld.`,
    { help: isFull ? 'Free some space and run again.' : 'Make the folder writable.', cause },
  )
}
