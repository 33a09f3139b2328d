import type { Control } from '../../kernel/controls.ts'
import type { LimitName, Limits } from '../../kernel/limits.ts'

/** What an attack finds on the host. */
export interface Targets {
  /** Text that is in the host's files and environment, and must be nowhere else. */
  readonly secret: string
  /** Name that no file, key or process of the host may come to bear. */
  readonly marker: string
  /** Folder of the host with a file `secret`, a folder `inner` and what else a case wants to hit. */
  readonly folder: string
  /** Where granted files of other runs lie. */
  readonly grantDir: string
  readonly tcpPort: number
  readonly udpPort: number
  readonly unixSocket: string
  /** A process of the host that minds its own business. */
  readonly victim: number
}

/** What a run must come to. */
export type Expected =
  /** The answer is `refused`: each attempt raised an error or was answered -1. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'limit'; readonly limit: LimitName | readonly LimitName[] }
  | { readonly kind: 'crashed' }
  /** No answer: it crashed, or a limit was hit. */
  | { readonly kind: 'unanswered' }
  /** Refused or crashed, as the kernel likes. */
  | { readonly kind: 'stopped' }
  /** Any end will do, as long as the host is as it was. */
  | { readonly kind: 'any' }

/** One attack, the control that should stop it, and how its failing shows from outside. */
export interface ConformanceCase {
  readonly name: string
  readonly control: Control
  readonly code: string | ((targets: Targets) => string)
  readonly limits?: Partial<Limits>
  /** Runs to its end before. */
  readonly before?: string
  /** Runs at the same time. */
  readonly beside?: string
  readonly expected: Expected
  /** Where it comes to something else in a session, whose child answers more than once. */
  readonly inSession?: Expected
}

export interface ConformanceArea {
  readonly name: string
  readonly cases: readonly ConformanceCase[]
}

export const refused: Expected = { kind: 'refused' }
export const crashed: Expected = { kind: 'crashed' }

/** Python that the code of a case can use: `attempt` and `call` say `refused` where nothing was achieved. */
export const prelude = `
import ctypes, os, sys
_libc = ctypes.CDLL(None, use_errno=True)
def attempt(action):
    try:
        got = action()
    except (OSError, ValueError, MemoryError, AttributeError) as error:
        return 'refused'
    return repr(got)[:2000]
def call(number, *arguments):
    return 'refused' if _libc.syscall(number, *arguments) == -1 else 'done'
`
