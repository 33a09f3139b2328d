import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { RunId } from '../kernel/ids.ts'
import { syncFolder } from '../ledger/sync-folder.ts'

/** Receipts as files in a folder. */
export interface ReceiptFolder {
  /**
   * Keeps a receipt, whole and on disk once the call returns. Blocks the thread as the ledger does: a receipt is a few KB, and
   * handing each of its steps to another thread takes six times as long.
   */
  readonly keep: (runId: RunId, envelope: string) => void
  /** Removes the part of a receipt that a process had written when it died. */
  readonly sweep: (runId: string) => void
}

export function receiptFolder(folder: string): ReceiptFolder {
  const partialOf = (runId: string) => join(folder, `${basename(runId)}.json.partial`)
  return {
    keep: (runId, envelope) => {
      const partial = partialOf(runId)
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeSynced(partial, `${envelope}\n`)
        renameSync(partial, join(folder, `${runId}.json`))
        syncFolder(folder)
      } catch (cause) {
        rmSync(partial, { force: true })
        throw receiptError(folder, cause)
      }
    },
    sweep: (runId) => rmSync(partialOf(runId), { force: true }),
  }
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fdatasyncSync(file)
  } finally {
    closeSync(file)
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
