import { isJsonObject, type Json } from '../../kernel/json.ts'
import type { LimitName } from '../../kernel/limits.ts'
import { Malformed, wellFormed } from './blobs.ts'

/** Why the code says it has no answer. Texts are user code's, capped. */
export type GuestFailure =
  | {
      readonly kind: 'error'
      readonly type: string
      readonly message: string
      readonly traceback: string
      readonly line?: number
    }
  | { readonly kind: 'limit'; readonly limit: LimitName }
  | {
      readonly kind: 'blocked'
      readonly operation: BlockedOperation
      /** What the code called, e.g. `socket.connect` or `import ctypes`. */
      readonly call: string | undefined
      readonly line?: number
    }
  | { readonly kind: 'untyped'; readonly message: string }
  | { readonly kind: 'input'; readonly name: string; readonly reason: string }

export type BlockedOperation = (typeof operations)[number]

/** Reads the failure part of a result header. Throws Malformed. */
export function readGuestFailure(value: Json | undefined): GuestFailure {
  if (!isJsonObject(value)) throw new Malformed('failure')
  const { kind, type, message, traceback, limit, operation, call, name, reason } = value
  const line = readLine(value)
  switch (kind) {
    case 'error': {
      const texts = { type: text(type, 200), message: text(message, maxMessage) }
      return { kind, ...texts, traceback: text(traceback, maxTraceback), ...line }
    }
    case 'limit':
      return { kind, limit: oneOf(ownLimits, limit) }
    case 'blocked':
      return { kind, operation: oneOf(operations, operation), call: callName(call), ...line }
    case 'untyped':
      return { kind, message: text(message, maxMessage) }
    case 'input':
      return { kind, name: text(name, 63), reason: text(reason, 80) }
    default:
      throw new Malformed('failure')
  }
}

const maxMessage = 4200
const maxTraceback = 17_000
const operations = [
  ...(['network', 'host', 'program', 'signal', 'write', 'import', 'file', 'dynamic-code'] as const),
  ...(['tracing', 'system-call'] as const),
] as const

/** Limits that show as an exception in the code; only the supervisor speaks of the others. */
const ownLimits = [
  'memoryBytes',
  'processes',
  'openFiles',
  'fileBytes',
  'diskBytes',
  'resultBytes',
  'iterations',
] as const satisfies readonly LimitName[]

function oneOf<T extends string>(allowed: readonly T[], value: Json | undefined): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new Malformed('failure')
  return found
}

function text(value: Json | undefined, maxLength: number): string {
  if (typeof value !== 'string') throw new Malformed('failure')
  return wellFormed(value.slice(0, maxLength))
}

function callName(value: Json | undefined): string | undefined {
  return typeof value === 'string' && /^(?:import )?[\w.]{1,80}$/.test(value) ? value : undefined
}

function readLine({ line }: { readonly [key: string]: Json }): { readonly line?: number } {
  return typeof line === 'number' && Number.isInteger(line) && line > 0 ? { line } : {}
}
