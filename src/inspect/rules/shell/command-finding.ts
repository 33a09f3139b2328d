import type { Command } from '../../command-line.ts'
import { unknownPart } from '../../command-line.ts'
import { windows } from '../../patterns/windows.ts'
import type { Report } from '../../rule.ts'
import type { CommandPattern } from '../../tables/commands.ts'

/** The first thing that a table says about a command. */
export function reportOnCommand(
  { line }: Command,
  patterns: readonly CommandPattern[],
  help: string,
): Report | undefined {
  const pieces = windows(line.replaceAll(unknownPart, '…'))
  const found = patterns.find(({ pattern }) => pieces.some((piece) => pattern.test(piece)))
  return found && { message: `The command ${found.does}.`, severity: found.severity, help }
}
