import type { CallMatch } from '../../call-match.ts'
import { fileSinks, pathMethods } from '../../file-sinks.ts'
import { commandText } from '../../path-texts.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { processCalls } from '../../tables/processes.ts'
import { startFile, wordsOf } from '../../tables/secret-places.ts'
import { writtenPaths } from '../../written-paths.ts'

const copies = /\b(tee|cp|mv|install|ln|sed\s+-i|dd|crontab|curl|wget)\b/

/** A file that is run by itself is written. */
export const startFileWritten: Rule = {
  id: 'start-file-written',
  title: 'A file that runs at start or login is written',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [73, 506],
  owasp: ['A08:2021', 'LLM06:2025'],
  replaces: ['shell-command', 'personal-path'],
  on: [
    onCall([...fileSinks, ...pathMethods], (call, context) =>
      reportOn(call, writtenPaths(call, context)),
    ),
    onCall([...processCalls.keys()], (call, context) => {
      const command = commandText(call, context, processCalls.get(call.name)?.at)
      const redirected = command
        .split('>')
        .slice(1)
        .flatMap((part) => wordsOf(part).slice(0, 1))
      return reportOn(call, copies.test(command) ? wordsOf(command).slice(-1) : redirected)
    }),
  ],
}

function reportOn(call: CallMatch, paths: readonly string[]): Report | undefined {
  const path = paths.find((one) => one.length < 512 && startFile.test(one))
  if (path === undefined) return undefined
  return {
    message: `\`${call.shortName}\` writes \`${path.slice(0, 80)}\`, which is run or trusted by itself.`,
    help: 'Leave the set-up of the machine to its owner.',
  }
}
