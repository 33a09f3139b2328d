/** Everything that can keep Cordon from doing its job; refusals, holds and failing scripts are outcomes, not errors. */
export type CordonErrorCode =
  | 'usage'
  | 'config-invalid'
  | 'input-unreadable'
  | 'principal-invalid'
  | 'data-invalid'
  | 'policy-mismatch'
  | 'runtime-missing'
  | 'sandbox-unavailable'
  | 'sandbox-broken'
  | 'sandbox-busy'
  | 'session-ended'
  | 'ledger-unavailable'
  | 'ledger-broken'
  | 'key-unavailable'
  | 'disk-full'
  | 'machine-exhausted'
  | 'cancelled'
  | 'internal'

export interface CordonErrorOptions {
  /** What to do about it: a command or a setting. */
  readonly help?: string
  readonly cause?: unknown
}

/** Thrown when Cordon cannot do its job. The message says what and why, `help` what to do; neither holds data or secrets. */
export class CordonError extends Error {
  readonly code: CordonErrorCode
  readonly help: string | undefined

  constructor(code: CordonErrorCode, message: string, options: CordonErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CordonError'
    this.code = code
    this.help = options.help
  }
}

const usageCodes: ReadonlySet<CordonErrorCode> = new Set([
  'usage',
  'config-invalid',
  'input-unreadable',
  'principal-invalid',
  'data-invalid',
  'policy-mismatch',
  'runtime-missing',
])

/** 2 where the caller can mend it by other input or configuration, 4 where the run was cancelled, 5 where Cordon itself failed. */
export function exitCodeOf(code: CordonErrorCode): 2 | 4 | 5 {
  if (code === 'cancelled') return 4
  return usageCodes.has(code) ? 2 : 5
}
