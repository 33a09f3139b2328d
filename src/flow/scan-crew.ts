import { Worker } from 'node:worker_threads'
import { CordonError } from '../kernel/errors.ts'
import type { Scanned, Share } from './scan-share.ts'
import { scanShare } from './scan-share.ts'
import type { ScannedFile } from './scanned.ts'

/** A thread takes about as long to start as these many files to scan. */
const filesWorthAThread = 24

/**
 * Scans paths in this thread and, where there are enough of them, in others beside it. A file has no entry where the
 * thread that had taken it broke down. Throws CordonError `cancelled`.
 */
export async function scanWithCrew(
  work: Omit<Share, 'next'>,
  jobs: number,
  signal: AbortSignal,
): Promise<readonly ScannedFile[]> {
  const next = new Int32Array(new SharedArrayBuffer(4))
  const share: Share = { ...work, next }
  const scanned: ScannedFile[] = []
  const keep = ({ at, file }: Scanned) => {
    scanned[at] = file
  }
  const count = Math.min(jobs, Math.ceil(work.paths.length / filesWorthAThread))
  const workers = Array.from({ length: Math.max(0, count - 1) }, () => startWorker(share, keep))
  try {
    await scanHere(share, keep, signal)
    await Promise.all(workers.map(({ ended }) => until(ended, signal)))
    return scanned
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.terminate()))
  }
}

function startWorker(share: Share, keep: (scanned: Scanned) => void) {
  const worker = new Worker(new URL('./scan-worker.js', import.meta.url), { workerData: share })
  worker.on('message', keep)
  const ended = new Promise<void>((done, failed) => {
    worker.on('error', (cause) => {
      // What a thread without memory had taken is missing in the end, and the others take the rest.
      const isFull = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
      if (isFull) done()
      else failed(new CordonError('internal', 'A thread of the scan failed.', { cause }))
    })
    worker.on('exit', () => done())
  })
  // Heard of where it is waited for, which may be later than it fails.
  ended.catch(() => undefined)
  return { worker, ended }
}

/** Gives way now and then, so that messages and a wish to stop come through. */
async function scanHere(
  share: Share,
  keep: (scanned: Scanned) => void,
  signal: AbortSignal,
): Promise<void> {
  let restedMs = performance.now()
  for (const scanned of scanShare(share)) {
    keep(scanned)
    if (performance.now() - restedMs < stretchMs) continue
    await new Promise((done) => setImmediate(done))
    stopIf(signal)
    restedMs = performance.now()
  }
  stopIf(signal)
}

const stretchMs = 20

async function until(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((done) => {
    signal.addEventListener('abort', () => done(), { once: true })
  })
  await Promise.race([ended, stopped])
  stopIf(signal)
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new CordonError('cancelled', 'The scan was stopped.')
}
