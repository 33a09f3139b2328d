import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fileSinks, pathArguments, pathMethods } from '../../file-sinks.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { OriginKind } from '../../tables/value-origins.ts'
import type { Origin } from '../../value-origins.ts'
import { originsOf } from '../../value-origins.ts'

/** A path that someone else chose. */
export const pathTraversal: Rule = {
  id: 'path-traversal',
  title: 'Someone else chooses which file is used',
  layer: 'taint',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [22, 73],
  owasp: ['A01:2021', 'ASVS-12.3.1'],
  on: [
    onCall([...fileSinks, ...pathMethods], (call, context) => {
      for (const node of pathArguments(call)) {
        const report = reportOn(call, node, context)
        if (report) return report
      }
      return undefined
    }),
    onCall(['.save'], (call, context) => {
      const file = call.node.kind === 'Attribute' ? call.node.value : undefined
      const path = call.argument(0, 'dst')
      const isUpload = originsOf(file, call.site, context).some(({ kind }) => kind === 'web')
      return isUpload && path ? reportOn(call, path, context) : undefined
    }),
    onCall(['flask.request.files[].save', 'flask.request.files.get().save'], (call, context) => {
      const path = call.argument(0, 'dst')
      return path ? reportOn(call, path, context) : undefined
    }),
  ],
}

const remote: readonly OriginKind[] = ['web', 'tool', 'retrieved', 'download']
const local: readonly OriginKind[] = ['person', 'argument']
const guard =
  /is_relative_to|relative_to\(|commonpath|commonprefix|\.startswith\(|safe_join|secure_filename|\bnot in\b|\.(?:full)?match\(/

function reportOn(call: CallMatch, node: Expression, context: Context): Report | undefined {
  const origins = originsOf(node, call.site, context)
  const origin =
    origins.find(({ kind }) => remote.includes(kind)) ??
    origins.find(({ kind }) => local.includes(kind))
  if (!origin || isGuarded(call, context)) return undefined
  return {
    message: `\`${call.shortName}\` uses a path that comes from \`${origin.name}\`.`,
    help: 'Resolve the path and check that it lies in the folder meant (`is_relative_to`), or look the name up in a list.',
    severity: severityOf(origin, node),
  }
}

/** Who starts a program may name its files; a name put below a folder is meant to stay there. */
function severityOf(origin: Origin, node: Expression): 'high' | 'medium' | 'low' {
  if (remote.includes(origin.kind)) return 'high'
  return node.kind === 'Name' || node.kind === 'Subscript' || node.kind === 'Attribute'
    ? 'low'
    : 'medium'
}

function isGuarded({ site, node }: CallMatch, { text, module }: Context): boolean {
  const { start } = site.scope.kind === 'function' ? site.scope.node : module
  return guard.test(text.slice(start, node.start))
}
