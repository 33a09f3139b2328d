import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fileSinks, pathMethods } from '../../file-sinks.ts'
import { importUses } from '../../import-uses.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { pathKeywords } from '../../tables/methods.ts'
import { writtenPaths } from '../../written-paths.ts'

/** `folder/name.py`, `name.cpython-311-x86_64-linux-gnu.so`: what an import of `name` loads. */
const importable = /(?:^|[\\/])(\w+)(?:[\\/]__init__)?(?:\.[\w-]+)?\.(?:py|pyc|pyd|so|pth)$/

/** A script that writes another, which nobody inspects. */
export const codeFileWritten: Rule = {
  id: 'code-file-written',
  title: 'A file is written that Python runs or imports',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'gate',
  cwe: [94, 427],
  owasp: ['LLM05:2025'],
  on: [
    onCall([...fileSinks, ...pathMethods], (call, context) =>
      reportOn(writtenPaths(call, context), context),
    ),
    onCall(
      [...pathKeywords.keys()].map((method) => `.${method}`),
      (call, context) => reportOn(savedPaths(call), context),
    ),
  ],
}

function savedPaths(call: CallMatch): readonly string[] {
  return call.texts(0, pathKeywords.get(call.name.slice(1)))
}

function reportOn(paths: readonly string[], context: Context): Report | undefined {
  for (const path of paths) {
    const module = importable.exec(path)?.[1]
    if (module === undefined) continue
    const isImported = importUses(context).some((use) => use.module.split('.')[0] === module)
    return {
      message: isImported
        ? `\`${path.slice(0, 60)}\` takes the place of the module \`${module}\`, which the script imports.`
        : `\`${path.slice(0, 60)}\` is code that nobody has inspected.`,
      severity: isImported ? 'high' : 'medium',
      help: 'Write the functions in the script itself; write data as CSV, Parquet or JSON.',
    }
  }
  return undefined
}
