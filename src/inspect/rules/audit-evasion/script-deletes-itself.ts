import type { Expression } from '../../../python/nodes.ts'
import { walk } from '../../../python/visit.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fileSinks, pathArguments, pathMethods } from '../../file-sinks.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { fileCalls } from '../../tables/files.ts'

const deleting = [...fileSinks, ...pathMethods].filter(
  (name) => fileCalls.get(name)?.use === 'delete' || name.endsWith('.unlink'),
)

/** The script takes itself away. */
export const scriptDeletesItself: Rule = {
  id: 'script-deletes-itself',
  title: 'The script deletes itself',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [506],
  owasp: ['A09:2021'],
  on: [
    onCall(deleting, (call, context) =>
      pathArguments(call).some((node) => isOwnFile(node, call, context))
        ? { message: `\`${call.shortName}\` deletes the script that is running.` }
        : undefined,
    ),
  ],
}

function isOwnFile(node: Expression, { site }: CallMatch, { meaning }: Context): boolean {
  const nodes =
    node.kind === 'Name' ? [node, ...meaning.assigned(node, site).map((one) => one.node)] : [node]
  let found = false
  for (const one of nodes) {
    walk(one, (inner) => {
      if (inner.kind === 'Name' && inner.id === '__file__') found = true
      if (inner.kind === 'Subscript' && meaning.paths(inner.value, site).includes('sys.argv')) {
        found ||= inner.slice.kind === 'Constant' && inner.slice.value === 0
      }
      return inner.kind !== 'Attribute' || inner.attr !== 'parent'
    })
  }
  return (
    found &&
    !nodes.some((one) => one.kind === 'Call' && isJoined(one, meaning.paths(one.func, site)))
  )
}

/** `os.path.join(os.path.dirname(__file__), …)` is another file. */
function isJoined(_: Expression, names: readonly string[]): boolean {
  return names.includes('os.path.join') || names.includes('os.path.dirname')
}
