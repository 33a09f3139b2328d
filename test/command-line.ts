import { runCli } from '../src/surfaces/cli/cli.ts'
import { type Environment, readEnvironment } from '../src/surfaces/config.ts'

export interface CommandLineOptions {
  /** What stands on standard input. */
  readonly input?: string
  readonly width?: number
  readonly environment?: Environment
}

/** Runs a command line in this process and gives what it wrote where, and its exit code. */
export async function runCommandLine(
  args: readonly string[],
  { input = '', width = 100, environment = readEnvironment() }: CommandLineOptions = {},
) {
  let [out, err] = ['', '']
  const bytes = new TextEncoder().encode(input)
  const terminal = {
    out: (text: string) => {
      out += text
    },
    outAndWait: async (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    stdin: async function* () {
      yield bytes
    },
    width,
    hasColor: false,
    isInteractive: false,
    signal: new AbortController().signal,
  }
  return { code: await runCli(args, terminal, environment), out, err }
}
