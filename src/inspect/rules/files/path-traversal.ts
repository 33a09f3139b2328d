import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fileSinks, pathArguments, pathMethods } from '../../file-sinks.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { remote } from '../../tables/sources.ts'

/** Somebody else says which file. */
export const pathTraversal: Rule = {
  id: 'path-traversal',
  title: 'A path comes from outside',
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [22, 73],
  owasp: ['A01:2021', 'ASVS-12.3.1'],
  on: [
    onCall(
      // Readers of documents take the text of one as well as its path.
      [...fileSinks, ...pathMethods, '.save'].filter((name) => !/_(html|xml|json)$/.test(name)),
      (call, context) => {
        for (const argument of pathArguments(call)) {
          const origin = originOf(argument, call, context, { into: 'path', from: remote })
          if (!origin || isOpened(argument, call, context)) continue
          return {
            message: `\`${call.shortName}\` takes its path from ${describe(origin)}.`,
            help: 'Take only the name (`os.path.basename`), join it to a fixed folder, and check that the resolved path is inside.',
            flow: stepsOf(origin, call),
          }
        }
        return undefined
      },
    ),
  ],
}

/** An answer that is read from, in place of a path. */
function isOpened(argument: Expression, { site }: CallMatch, { meaning }: Context): boolean {
  return meaning.paths(argument, site).some((path) => /urlopen\(\)$|\.raw$/.test(path))
}
