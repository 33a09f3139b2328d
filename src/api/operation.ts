import type { z } from 'zod'
import type { Call, Services } from './services.ts'

export type Surface = 'cli' | 'library' | 'http' | 'mcp'

/** What every surface needs to know of an operation before it is called. */
export type OperationEntry = Pick<
  Operation<unknown, unknown>,
  'name' | 'summary' | 'permission' | 'surfaces' | 'output'
>

/** One thing that Cordon can be asked to do, the same on every surface that offers it. */
export interface Operation<Input, Output> {
  /** As on the command line, e.g. `ledger verify`. */
  readonly name: string
  readonly summary: string
  /** What the caller must be allowed to do, where a surface knows its callers. */
  readonly permission: 'run' | 'read' | 'administer' | 'none'
  readonly surfaces: readonly Surface[]
  readonly input: z.ZodType<Input>
  /** Shape of the versioned JSON document that machines get. */
  readonly output: z.ZodType
  readonly run: (input: Input, services: Services, call: Call) => Promise<Output>
  /** The document for one result; fits `output`. */
  readonly document: (output: Output) => unknown
}
