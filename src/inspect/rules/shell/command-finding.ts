import type { Command } from '../../command-line.ts'
import { unknownPart } from '../../command-line.ts'
import type { Report } from '../../rule.ts'
import type { CommandPattern } from '../../tables/commands.ts'

/** The first thing that a table says about a command. */
export function reportOnCommand(
  { line }: Command,
  patterns: readonly CommandPattern[],
  help: string,
): Report | undefined {
  const text = line.slice(0, 4000).replaceAll(unknownPart, '…')
  const found = patterns.find(({ pattern }) => pattern.test(text))
  return found && { message: `The command ${found.does}.`, severity: found.severity, help }
}
