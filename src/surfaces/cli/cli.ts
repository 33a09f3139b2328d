import { Command as Commander, CommanderError, Option as CommanderOption } from 'commander'
import { CordonError, exitCodeOf } from '../../kernel/errors.ts'
import { exhaustionOf } from '../../kernel/exhaustion.ts'
import { version } from '../../kernel/version.ts'
import type { Environment } from '../config.ts'
import { openServices } from '../wire.ts'
import type { CommandEntry, Given, Terminal } from './command.ts'
import { commands } from './commands.ts'

/** Runs one command line and gives the exit code: 0 fine, 1 findings or denied, 2 usage, 3 held, 4 failed, 5 Cordon failed. */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal,
  environment: Environment,
): Promise<number> {
  let exitCode = 0
  const wantsJson = argv.includes('--json')
  const program = programFor(terminal, (command, given) =>
    runCommand(command, { ...given, terminal, environment }).then((code) => {
      exitCode = code
    }),
  )
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, terminal, wantsJson)
    if (error.exitCode === 0) return 0
    const isShown = error.code === 'commander.help'
    return isShown && !wantsJson ? 2 : reportError(wrongUsage(error), terminal, wantsJson)
  }
}

type Start = (command: CommandEntry, given: Pick<Given, 'args' | 'options'>) => Promise<void>

function programFor(terminal: Terminal, start: Start): Commander {
  const program = new Commander('cordon')
  program
    .description(
      'The one enforced way to run Python that a language model wrote: inspected, decided on, run behind\na kernel wall on governed data, answered with a signed receipt.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      // What is wrong with a command line is told as every other error.
      outputError: () => undefined,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 findings or denied, 2 wrong usage or configuration,\n3 held for approval, 4 the run failed, 5 Cordon itself failed.',
    )
  for (const command of commands) addCommand(program, command, start)
  return program
}

function addCommand(program: Commander, command: CommandEntry, start: Start): void {
  const words = command.name.split(' ')
  const parent = words.slice(0, -1).reduce(groupOf, program)
  const added = parent
    .command(words.at(-1) ?? '')
    .summary(command.summary)
    .description(command.summary)
  for (const { name, description } of command.args) added.argument(name, description)
  for (const option of command.options) {
    const made = new CommanderOption(option.flags, option.description)
    added.addOption(option.isRepeatable ? made.argParser(collect) : made)
  }
  added.option('--config <file>', 'configuration (default: cordon.yaml where there is one)')
  added.option('--json', 'print one JSON document and nothing else')
  added.addHelpText(
    'after',
    `\nExamples:\n${command.examples.map((line) => `  $ ${line}`).join('\n')}`,
  )
  added.action(() => start(command, { args: added.args, options: added.opts() }))
}

/** What commands of two words have in common. */
const groups: Readonly<Record<string, string>> = {
  ledger: 'Commands about the ledger, the chain of records of every run',
  data: 'Commands about data files',
  access: 'Commands about who may see what',
}

function groupOf(parent: Commander, word: string): Commander {
  return (
    parent.commands.find((child) => child.name() === word) ??
    parent.command(word).description(groups[word] ?? '')
  )
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}

async function runCommand(command: CommandEntry, given: Given): Promise<number> {
  const { terminal, environment, options } = given
  const configPath = typeof options['config'] === 'string' ? options['config'] : undefined
  const services = openServices({
    environment,
    isSingleRun: true,
    ...(configPath && { configPath }),
  })
  try {
    const { text, exitCode } = await command.start(given, services)
    if (text !== undefined) terminal.out(text.endsWith('\n') ? text : `${text}\n`)
    return exitCode
  } finally {
    await services.close()
  }
}

/** Commander's words on a command line, as every other error is told. */
function wrongUsage({ code, message }: CommanderError): CordonError {
  const [first = '', hint] = message.replace(/^error: /, '').split('\n')
  const fault = code === 'commander.help' ? 'it names no command' : first.replace(/\.$/, '')
  return new CordonError('usage', `Cannot use this command line: ${fault}.`, {
    help: `${hint ? `${hint.replace(/^\(|\)$/g, '')} ` : ''}See cordon --help, or --help after a command.`,
  })
}

function reportError(error: unknown, terminal: Terminal, wantsJson: boolean): number {
  const known =
    error instanceof CordonError
      ? error
      : (exhaustionOf(error) ??
        new CordonError(
          'internal',
          `Cordon failed: ${error instanceof Error ? error.message : 'unknown'}`,
          {
            help: 'This is a fault of Cordon. Please report it with the command that led to it.',
            cause: error,
          },
        ))
  const { code, message, help } = known
  if (wantsJson) {
    terminal.out(
      `${JSON.stringify({ document: 'cordon.error/1', error: { code, message, help: help ?? null } })}\n`,
    )
  } else {
    terminal.err(`error: ${message}\n${help ? `  help: ${help}\n` : ''}`)
  }
  return exitCodeOf(code)
}
