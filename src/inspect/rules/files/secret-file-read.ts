import { fileSinks, pathMethods } from '../../file-sinks.ts'
import { commandWords, pathTexts } from '../../path-texts.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { processCalls } from '../../tables/processes.ts'
import { secretFile } from '../../tables/secret-places.ts'

const help = 'Take the one value that is needed as a parameter.'

/** A file in which credentials are kept. */
export const secretFileRead: Rule = {
  id: 'secret-file-read',
  title: 'A file that holds credentials is used',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [552, 522],
  owasp: ['A01:2021', 'LLM02:2025'],
  on: [
    onCall([...fileSinks, ...pathMethods, 'pathlib.Path'], (call, context) =>
      reportOn(call.shortName, pathTexts(call, context)),
    ),
    onCall([...processCalls.keys()], (call, context) =>
      reportOn(call.shortName, commandWords(call, context, processCalls.get(call.name)?.at)),
    ),
  ],
}

function reportOn(name: string, paths: readonly string[]) {
  const path = paths.find((one) => one.length < 512 && secretFile.test(one))
  if (path === undefined || path.endsWith('.pub')) return undefined
  return { message: `\`${name}\` uses \`${path.slice(0, 80)}\`, which holds credentials.`, help }
}
