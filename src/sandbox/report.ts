import type { Control } from '../kernel/controls.ts'
import { CordonError } from '../kernel/errors.ts'
import { noEvents } from '../kernel/events.ts'
import { formatLimit, type LimitName, type Limits, type Usage } from '../kernel/limits.ts'
import type { Failure } from '../kernel/outcome.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { JobReport } from './port.ts'
import type { BlockedOperation, GuestFailure } from './result/guest-failure.ts'
import { type GuestResult, readResult } from './result/read.ts'

/** How a run ended, as the trusted side saw it, with the bytes that came out. */
export interface RunEnd {
  readonly stopped: LimitName | 'cancelled' | 'lost' | undefined
  /** False where the child could not lock itself in, so that none of the code ran. */
  readonly isConfined: boolean
  /** What the child said where it could not lock itself in, or the supervisor where it died. */
  readonly refusal: string
  /** Exit status of the first process, or minus the signal that ended it. */
  readonly exit: number
  readonly usage: Usage
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
  readonly result: Uint8Array
}

/** Turns the end of a run into its report. Throws `sandbox-broken` where the code could not be locked in. */
export function reportOf(end: RunEnd, limits: Limits, controls: readonly Control[]): JobReport {
  const unseen = { usage: end.usage, controls, events: noEvents }
  const shared = {
    ...unseen,
    stdout: decode(end.stdout),
    stderr: decode(end.stderr),
  }
  const failed = (failure: Failure): JobReport => ({ status: 'failed', failure, ...shared })
  if (end.stopped === 'cancelled') return failed({ kind: 'cancelled', message: 'Cancelled.' })
  if (end.stopped === 'lost') return failed(crash(`its supervisor died (${end.refusal})`))
  if (end.stopped !== undefined) return failed(limitFailure(end.stopped, limits))
  if (!end.isConfined) throw broken(end.refusal)
  if (end.exit !== 0) return failed(crash(describeExit(end.exit)))
  const result = readResult(end.result)
  if (result.status === 'malformed') {
    const reason = end.result.length === 0 ? 'it ended' : 'it wrote to its result channel'
    return failed(crash(`${reason} before its answer could be taken`))
  }
  const seen = { events: result.events, usage: { ...end.usage, ...toldBy(result) } }
  if (result.status === 'failed') {
    const failure = failureOf(result.failure, limits, controls)
    return { status: 'failed', failure, ...shared, ...seen }
  }
  const { stdout, stderr } = shared
  const { value, figures } = result
  return {
    ...{ status: 'completed', ...unseen, ...seen },
    answer: { value, figures, stdout, stderr },
  }
}

function toldBy({
  events,
  writtenBytes,
}: Exclude<GuestResult, { readonly status: 'malformed' }>): Pick<
  Usage,
  'writtenBytes' | 'deniedCalls'
> {
  const denied = events.list.filter(({ isBlocked }) => isBlocked)
  const deniedCalls = denied.reduce((sum, { count }) => sum + count, 0)
  return { deniedCalls, ...(writtenBytes !== undefined && { writtenBytes }) }
}

/** The failure of a run that hit a limit: names the limit, its value and what to do. */
export function limitFailure(limit: LimitName, limits: Limits): Failure {
  const value = limits[limit] ?? 0
  const { name, advice } = limitWords[limit]
  const message = `Stopped: ${name} of ${formatLimit(limit, value)} reached. ${advice}`
  return { kind: 'limit', limit, value, message }
}

const limitWords: {
  readonly [L in LimitName]-?: { readonly name: string; readonly advice: string }
} = {
  wallMs: { name: 'wall time limit', advice: 'Work on fewer rows, or allow more time.' },
  cpuMs: { name: 'CPU time limit', advice: 'Work on fewer rows, or allow more CPU time.' },
  memoryBytes: {
    name: 'memory limit',
    advice: 'Load fewer columns or rows, or allow more memory.',
  },
  processes: { name: 'limit on threads and processes', advice: 'Start fewer threads.' },
  openFiles: { name: 'limit on open files', advice: 'Close files after use.' },
  fileBytes: {
    name: 'limit on the size of a file',
    advice: 'Write less, or answer with a DataFrame.',
  },
  diskBytes: { name: 'limit on private files', advice: 'Write less, or answer with a DataFrame.' },
  outputBytes: { name: 'output limit', advice: 'Print less, or answer with a value.' },
  resultBytes: { name: 'result limit', advice: 'Aggregate or cut the answer.' },
  iterations: {
    name: 'iteration limit',
    advice: 'Let pandas or numpy do the loop, or allow more iterations.',
  },
}

function failureOf(failure: GuestFailure, limits: Limits, controls: readonly Control[]): Failure {
  switch (failure.kind) {
    case 'error':
    case 'untyped':
      return failure
    case 'limit':
      return limitFailure(failure.limit, limits)
    case 'blocked': {
      const line = failure.line === undefined ? {} : { line: failure.line }
      const { operation, reason } = blockedWordsFor(failure.operation, controls)
      const what = failure.call === undefined ? operation : `\`${failure.call}\``
      return { kind: 'blocked', operation, message: `${what} was blocked: ${reason}.`, ...line }
    }
    case 'input':
      return crash(`dataset ${failure.name} could not be read (${failure.reason})`)
    default:
      return unreachable(failure)
  }
}

function blockedWordsFor(operation: BlockedOperation, controls: readonly Control[]) {
  const isGated = operation === 'network' && controls.includes('egress-gateway')
  const reason = 'this run reaches hosts through its proxy only'
  return isGated ? { ...blockedWords.network, reason } : blockedWords[operation]
}

const blockedWords: {
  readonly [O in BlockedOperation]: { readonly operation: string; readonly reason: string }
} = {
  network: { operation: 'network access', reason: 'this run has no network' },
  program: { operation: 'starting a program', reason: 'this run has one process' },
  signal: { operation: 'signalling a process', reason: 'this run may not signal processes' },
  host: { operation: 'network access', reason: 'the script does not name this host' },
  import: { operation: 'an import', reason: 'the script does not say that it imports this' },
  file: { operation: 'using a file', reason: 'the script does not say that it uses this file' },
  'dynamic-code': {
    operation: 'running code from text',
    reason: 'the script does not say that it makes code at run time',
  },
  tracing: { operation: 'tracing', reason: 'the rounds of its loops are being counted' },
  write: { operation: 'writing a file', reason: 'only the working folder can be written to' },
  'system-call': { operation: 'a system call', reason: 'the kernel filter does not allow it' },
}

function crash(reason: string): Failure {
  return { kind: 'crashed', message: `The run gave no answer: ${reason}.` }
}

const SIGSYS = 31
const signalWords: { readonly [signal: number]: string } = {
  4: 'it hit an illegal instruction',
  6: 'it aborted',
  7: 'it hit a bus error',
  8: 'it hit an arithmetic fault',
  9: 'it was killed',
  11: 'it hit a segmentation fault',
  [SIGSYS]: 'it made a system call that no program of this machine makes',
}

function describeExit(exit: number): string {
  if (exit >= 0) return `it ended itself with status ${exit}`
  return signalWords[-exit] ?? `signal ${-exit} ended it`
}

function broken(refusal: string): CordonError {
  const reason = refusal === '' ? 'the child ended early' : refusal
  return new CordonError(
    'sandbox-broken',
    `A run could not be locked in, so it was not started: ${reason}`,
    {
      help: 'Run cordon doctor to see what this machine can enforce.',
    },
  )
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
