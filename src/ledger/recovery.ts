import type { Clock } from '../kernel/clock.ts'
import { isJsonObject } from '../kernel/json.ts'
import { patiently, type SqliteDatabase } from './database.ts'
import { parseJson } from './dsse.ts'
import { type Owner, ownerState } from './owner.ts'
import { readOpenRunIds, readRunRow } from './rows.ts'
import { storageError } from './storage-error.ts'

export interface RecoveryOptions {
  readonly path: string
  readonly clock: Clock
  readonly owner: Owner
}

/** Open runs whose process is gone. Where that can't be told (another container's), a run counts as gone after a day, longer than any run may take. */
export function findAbandoned(db: SqliteDatabase, options: RecoveryOptions): readonly string[] {
  try {
    return patiently(() =>
      [...readOpenRunIds(db)].filter((runId): runId is string =>
        runId === undefined ? false : isAbandoned(db, options, runId),
      ),
    )
  } catch (cause) {
    throw storageError(cause, options.path)
  }
}

const dayMs = 24 * 60 * 60 * 1000

function isAbandoned(db: SqliteDatabase, options: RecoveryOptions, runId: string): boolean {
  const intent = readRunRow(db, runId, 'intent')?.record
  if (!intent) return false
  const owner = readOwner(intent.body)
  const state = owner ? ownerState(owner, options.owner) : 'unknown'
  return state === 'unknown'
    ? options.clock.nowMs() - Date.parse(intent.time) > dayMs
    : state === 'dead'
}

function readOwner(body: string): Owner | undefined {
  const value = parseJson(body)
  const { owner } = isJsonObject(value) ? value : {}
  if (!isJsonObject(owner)) return undefined
  const { pid, startTicks, bootId, pidNamespace } = owner
  if (typeof pid !== 'number') return undefined
  return {
    pid,
    startTicks: textOrNull(startTicks),
    bootId: textOrNull(bootId),
    pidNamespace: textOrNull(pidNamespace),
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
