import type { z } from 'zod'
import type { Services } from './services.ts'

export type Surface = 'cli' | 'library' | 'http' | 'mcp'

/** One thing that Cordon can be asked to do, the same on every surface that offers it. */
export interface Operation<Input, Output> {
  /** As on the command line, e.g. `ledger verify`. */
  readonly name: string
  readonly summary: string
  /** What the caller must be allowed to do, where a surface knows its callers. */
  readonly permission: 'run' | 'read' | 'administer' | 'none'
  readonly surfaces: readonly Surface[]
  readonly input: z.ZodType<Input>
  /** The versioned JSON document that `--json` prints. */
  readonly output: z.ZodType<Output>
  readonly run: (input: Input, services: Services, call: Call) => Promise<Output>
}

/** What comes with each call: how to stop it and whom to tell how far it is. */
export interface Call {
  readonly signal: AbortSignal
  readonly onProgress: (line: string) => void
}
