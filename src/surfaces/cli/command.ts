import type { Operation } from '../../api/operation.ts'
import type { Services } from '../../api/services.ts'
import { CordonError } from '../../kernel/errors.ts'
import { formatIssue } from '../../kernel/issue.ts'
import { parseWith } from '../../kernel/parse.ts'
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
  /** Standard input as it comes. */
  readonly stdin: () => AsyncIterable<Uint8Array>
  /** Writes to standard output and waits until its reader has room for more. */
  readonly outAndWait: (text: string) => Promise<void>
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
  readonly readInput: (given: Given, services: Services) => Promise<Input>
  /** What a person reads. */
  readonly view: (output: Output, given: Given) => string
  readonly exitCode: (output: Output) => number
  /** Writes files that the options ask for, before anything is shown. */
  readonly keep?: (output: Output, given: Given, services: Services) => Promise<void>
}

/** A command with its types closed over, as the command line loops over them. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  readonly args: Command<unknown, unknown>['args']
  readonly options: readonly Option[]
  readonly examples: readonly string[]
  readonly start: (given: Given, services: Services) => Promise<Shown>
}

/** What a command leaves behind. */
export interface Shown {
  /** Left out where the command has written all there is to say. */
  readonly text?: string
  readonly exitCode: number
}

/** Closes a command over its types: reads its input, performs its operation, keeps files and renders the result. */
export function defineCommand<Input, Output>(command: Command<Input, Output>): CommandEntry {
  const { operation, args, options, examples } = command
  return {
    name: operation.name,
    summary: operation.summary,
    args,
    options,
    examples,
    start: async (given, services) => {
      const input = parseWith(operation.input, await command.readInput(given, services))
      if (!input.ok) {
        throw new CordonError('usage', input.issues.map(formatIssue).join('\n'), {
          help: `See cordon ${operation.name} --help.`,
        })
      }
      const { signal, err } = given.terminal
      const call = { signal, onProgress: (line: string) => err(`${line}\n`) }
      const output = await operation.run(input.value, services, call)
      await command.keep?.(output, given, services)
      const text = given.options['json']
        ? JSON.stringify(operation.document(output))
        : command.view(output, given)
      return { text, exitCode: command.exitCode(output) }
    },
  }
}

export interface Option {
  readonly flags: string
  readonly description: string
  readonly isRepeatable?: boolean
}
