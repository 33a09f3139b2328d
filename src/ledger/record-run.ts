import { CordonError } from '../kernel/errors.ts'
import type { Ledger, RecordPlace } from './ledger.ts'
import type { Close, Intent } from './record.ts'

/** What a run gives back to be recorded; `value` is withheld until it is. */
export interface RecordedRun<T> {
  readonly end: Close
  readonly value: T
}

/**
 * Runs `work` between an intent and its close. Its value is released only after the close is on disk, and an intent is
 * closed also when `work` throws (`cancelled` for a cancelled run, else `failed`). If the close can't be written, that
 * error is thrown and the value is lost.
 */
export async function recordRun<T>(
  ledger: Ledger,
  intent: Intent,
  work: (intent: RecordPlace) => Promise<RecordedRun<T>>,
): Promise<T> {
  const place = ledger.intend(intent)
  let run: RecordedRun<T>
  try {
    run = await work(place)
  } catch (error) {
    ledger.close(intent.runId, endOfError(error))
    throw error
  }
  ledger.close(intent.runId, run.end)
  return run.value
}

function endOfError(error: unknown): Close {
  const code = error instanceof CordonError ? error.code : 'internal'
  return {
    outcome: code === 'cancelled' ? 'cancelled' : 'failed',
    receiptDigest: null,
    reason: code,
  }
}
