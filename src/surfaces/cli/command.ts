import type { Operation } from '../../api/operation.ts'
import type { Environment } from '../config.ts'

/** What a command gets from the shell. */
export interface Given {
  readonly args: readonly string[]
  /** Option values by their camel-case names, as commander gives them. */
  readonly options: { readonly [name: string]: unknown }
  readonly terminal: Terminal
  readonly environment: Environment
}

/** Where a command's words go. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly readStdin: () => Promise<Uint8Array>
  /** Columns to keep to. */
  readonly width: number
  readonly hasColor: boolean
  readonly isInteractive: boolean
  readonly signal: AbortSignal
}

/** How one operation looks on the command line. */
export interface Command<Input, Output> {
  readonly operation: Operation<Input, Output>
  /** As commander writes them: `<script>`, `[file]`. */
  readonly args: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly Option[]
  /** Each is a whole command line, shown under --help and run by the tests. */
  readonly examples: readonly string[]
  readonly readInput: (given: Given) => Promise<Input>
  /** What a person reads. */
  readonly view: (output: Output, given: Given) => string
  readonly exitCode: (output: Output) => number
  /** Writes files that the options ask for, before anything is shown. */
  readonly keep?: (output: Output, given: Given) => Promise<void>
}

export interface Option {
  readonly flags: string
  readonly description: string
  readonly isRepeatable?: boolean
}
