import { parentPort, workerData } from 'node:worker_threads'
import type { Share } from './scan-share.ts'
import { scanShare } from './scan-share.ts'

/** The body of one further thread of a scan: takes paths until none is left, and tells each file's end. */
if (parentPort) {
  const port = parentPort
  const share = workerData as Share
  for (const scanned of scanShare(share)) port.postMessage(scanned)
}
