import { closeSync, fsyncSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { storageError } from './storage-error.ts'

/**
 * Keeps some space of the ledger's disk occupied by a file beside it, so that a run which has begun can be closed on a
 * disk that has filled up meanwhile. Throws `disk-full` where there is no room for it.
 */
export function ensureReserve(ledgerPath: string): void {
  const path = reservePath(ledgerPath)
  if (statSync(path, { throwIfNoEntry: false })?.size === reserveBytes) return
  try {
    fill(path)
  } catch (cause) {
    rmSync(path, { force: true })
    throw storageError(cause, ledgerPath)
  }
}

/** Gives the reserved space back to the disk. */
export function releaseReserve(ledgerPath: string): void {
  try {
    truncateSync(reservePath(ledgerPath))
  } catch {
    // Where there is none, the write that needs it fails and says so.
  }
}

const reserveBytes = 1024 * 1024

function reservePath(ledgerPath: string): string {
  return `${ledgerPath}-reserve`
}

function fill(path: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    // Ones, since some file systems keep no space for zeros.
    writeSync(file, new Uint8Array(reserveBytes).fill(0xff))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  // A nearly full disk takes a part of the bytes without an error.
  if (statSync(path).size !== reserveBytes) throw Object.assign(new Error(), { code: 'ENOSPC' })
}
