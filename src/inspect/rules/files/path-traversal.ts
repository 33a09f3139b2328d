import type { Expression } from '../../../python/nodes.ts'
import type { Located } from '../../../python/values.ts'
import { walk } from '../../../python/visit.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fileSinks, pathArguments, pathMethods, pathOnlyMethods } from '../../file-sinks.ts'
import { describe, originOf, stepsOf } from '../../flow-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { remote, untrusted } from '../../tables/sources.ts'

/** Expressions that a path is followed back through. */
const mostParts = 20

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
      ['sklearn.pipeline.Pipeline', 'sklearn.pipeline.make_pipeline', 'joblib.Memory'],
      (call, context) => {
        const folder = call.argument(
          call.name === 'joblib.Memory' ? 0 : -1,
          call.name === 'joblib.Memory' ? 'location' : 'memory',
        )
        const origin = folder && originOf(folder, call, context, { into: 'path', from: untrusted })
        return origin
          ? {
              message: `\`${call.shortName}\` keeps its cache, and reads pickles, where ${describe(origin)} says.`,
              help: 'Keep the cache in a fixed folder that only this program writes.',
              flow: stepsOf(origin, call),
            }
          : undefined
      },
    ),
    onCall(
      // Readers of documents take the text of one as well as its path.
      [...fileSinks, ...pathMethods, ...pathOnlyMethods, '.save'].filter(
        (name) => !/_(html|xml|json)$/.test(name),
      ),
      (call, context) => {
        if (isStorage(call, context)) return undefined
        for (const argument of pathArguments(call)) {
          const origin = originOf(argument, call, context, { into: 'path', from: remote })
          if (!origin || isOpened(argument, call, context)) continue
          if (staysInside({ node: argument, site: call.site }, context)) continue
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

/** Django's storages take a name and keep it inside of their folder. */
function isStorage({ name, node, site }: CallMatch, { meaning }: Context): boolean {
  return (
    name === '.save' &&
    node.kind === 'Attribute' &&
    meaning.paths(node.value, site).some((path) => path.startsWith('django.'))
  )
}

/** What is put into the path was tested for `..` or a separator. */
function staysInside(path: Located, context: Context): boolean {
  const pending = [path]
  let isTested = false
  for (let i = 0; i < pending.length && i < mostParts && !isTested; i++) {
    const next = pending[i]
    if (!next) break
    walk(next.node, (part) => {
      if (part.kind !== 'Name' && part.kind !== 'Attribute' && part.kind !== 'Subscript')
        return true
      isTested ||= context.testedPaths.has(part, next.site, part.start)
      if (part.kind === 'Name' && pending.length < mostParts) {
        pending.push(...context.meaning.assigned(part, next.site))
      }
      return !isTested
    })
  }
  return isTested
}

/** An answer that is read from, in place of a path. */
function isOpened(argument: Expression, { site }: CallMatch, { meaning }: Context): boolean {
  return meaning.paths(argument, site).some((path) => /urlopen\(\)$|\.raw$/.test(path))
}
