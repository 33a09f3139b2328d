import { setMaxListeners } from 'node:events'
import { checkOperation } from '../api/operations/check.ts'
import { dataRestoreOperation } from '../api/operations/data-restore.ts'
import { ledgerVerifyOperation } from '../api/operations/ledger-verify.ts'
import { runOperation } from '../api/operations/run.ts'
import { verifyOperation } from '../api/operations/verify.ts'
import type { ChartFile } from '../api/services.ts'
import type { Restoration } from '../data/restore.ts'
import type { Examination } from '../flow/examine.ts'
import type { ResolveGroups } from '../flow/identify.ts'
import type { RunOutcome, RunRequest } from '../flow/outcome.ts'
import type { RestoreInput } from '../flow/restore.ts'
import { openSession, type Session, type SessionRequest } from '../flow/session.ts'
import type { ReceiptCheck } from '../flow/verify-document.ts'
import type { Figure } from '../kernel/answer.ts'
import { CordonError } from '../kernel/errors.ts'
import { formatIssue } from '../kernel/issue.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Principal } from '../kernel/principal.ts'
import type { LedgerReport } from '../ledger/audit.ts'
import { readEnvironment } from './config.ts'
import { openServices } from './wire.ts'

export interface CordonOptions {
  /** Path of a `cordon.yaml`. */
  readonly config?: string
  /** A configuration as YAML text, in place of a file. */
  readonly configuration?: string
  /** Folder that relative paths in `configuration` start from; the current one when left out. */
  readonly folder?: string
  /** Gives the groups of somebody whose token could not hold them all. */
  readonly resolveGroups?: ResolveGroups
  /** Told how far long work is, a line at a time. */
  readonly onProgress?: (line: string) => void
}

/** What a run takes; code, file name, limits and the format of pictures are as on the command line. */
export type RunInput = Pick<RunRequest, 'code' | 'principal'> &
  Partial<Pick<RunRequest, 'fileName' | 'datasets' | 'limits' | 'figures'>>

/** What a session takes. It closes after ten minutes without a script, and an hour after its first, unless said otherwise. */
export type SessionInput = Pick<SessionRequest, 'principal'> &
  Partial<Omit<SessionRequest, 'principal'>>

/** Cordon as a library: warm between calls, so close it when done. */
export interface Cordon extends AsyncDisposable {
  /** Takes a script through the whole corridor; refusals, holds and failures are outcomes, not errors. */
  readonly run: (
    input: RunInput,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<RunOutcome>
  /** Opens a session: scripts one after another that share names and files, as in a notebook. */
  readonly openSession: (input: SessionInput) => Promise<Session>
  /** A figure as a file: a PNG or SVG, or for a plotly figure an HTML page that needs nothing else. */
  readonly chartFile: (figure: Figure) => Promise<ChartFile>
  /** Whom a token or an API key stands for, as the configuration's `identity:` section says. */
  readonly identify: (
    secret: string,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Principal>
  /** Turns tokens back for who may read their column unmasked in every row; the ledger says who asked. */
  readonly restore: (input: RestoreInput) => Promise<Restoration>
  /** Inspects and decides, on nobody's behalf; nothing is run. */
  readonly check: (code: string | Uint8Array) => Promise<Examination>
  /** Checks a receipt offline against the keys that this installation trusts. */
  readonly verify: (
    receipt: string | Uint8Array,
    /** `ledger`: whether this installation's ledger must bear it out too. */
    how?: { readonly ledger?: boolean },
  ) => Promise<ReceiptCheck>
  /** Reads the whole ledger and says whether it is as it was written. */
  readonly verifyLedger: () => Promise<LedgerReport>
  readonly close: () => Promise<void>
}

/** Opens Cordon over a configuration; sandbox, ledger and engines start with the first run. Throws CordonError. */
export function createCordon(options: CordonOptions = {}): Cordon {
  const { config, configuration, folder = '.', resolveGroups } = options
  const { onProgress = () => undefined } = options
  const services = openServices({
    environment: readEnvironment(),
    ...(config !== undefined && { configPath: config }),
    ...(resolveGroups && { resolveGroups }),
    ...(configuration !== undefined && { configuration: { text: configuration, folder } }),
  })
  services.policy()
  const call = (signal = new AbortController().signal) => {
    // As many runs as the caller likes may listen to one signal.
    setMaxListeners(0, signal)
    return { signal, onProgress }
  }
  const sessions = new Set<Session>()
  const close = async () => {
    await Promise.all([...sessions].map((session) => session.close()))
    await services.close()
  }
  return {
    run: async (input, { signal } = {}) => {
      const read = parseWith(runOperation.input, input)
      if (read.ok) return runOperation.run(read.value, services, call(signal))
      throw new CordonError('usage', read.issues.map(formatIssue).join('\n'))
    },
    openSession: async (input) => {
      const { files = [], hasEgress = false, ...others } = input
      const { idleMs = tenMinutes, lifetimeMs = 6 * tenMinutes, ...run } = others
      const read = parseWith(runOperation.input, { ...run, code: '' })
      if (!read.ok) throw new CordonError('usage', read.issues.map(formatIssue).join('\n'))
      const session = openSession(
        { ...read.value, files, hasEgress, idleMs, lifetimeMs },
        await services.corridor(),
      )
      for (const one of sessions) if (!one.isOpen) sessions.delete(one)
      sessions.add(session)
      return session
    },
    chartFile: (figure) => services.chartFile(figure),
    identify: (secret, { signal } = {}) => services.identify(secret, call(signal).signal),
    restore: async (input) => {
      const read = parseWith(dataRestoreOperation.input, input)
      if (read.ok) return dataRestoreOperation.run(read.value, services, call())
      throw new CordonError('usage', read.issues.map(formatIssue).join('\n'))
    },
    check: (code) => checkOperation.run({ code, fileName: 'script.py' }, services, call()),
    verify: (receipt, how = {}) => {
      const document = typeof receipt === 'string' ? Buffer.from(receipt) : receipt
      return verifyOperation.run({ document, ...how }, services, call())
    },
    verifyLedger: () => ledgerVerifyOperation.run({}, services, call()),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const tenMinutes = 600_000
