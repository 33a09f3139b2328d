import type { Expression } from '../../../python/nodes.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onDict } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'
import { builtHole, textParts } from '../../text-parts.ts'

const finders = [
  ...[
    'find',
    'find_one',
    'delete_one',
    'delete_many',
    'update_one',
    'update_many',
    'count_documents',
  ],
  ...['find_one_and_update', 'find_one_and_delete', 'aggregate', 'replace_one'],
].map((name) => `.${name}`)
const code = new Set(['$where', '$function', '$accumulator'])

/** MongoDB filters made of what a client sent, and JavaScript put together from text. */
export const mongoOperatorInjection: Rule = {
  id: 'mongo-operator-injection',
  title: 'A MongoDB query takes operators or code from outside',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [943],
  owasp: ['A03:2021'],
  on: [
    onCall(finders, (call, context) => {
      const filter = call.argument(0, 'filter')
      if (!filter) return undefined
      const candidates = filter.kind === 'Dict' ? filter.values : [filter]
      const site = call.site
      for (const node of candidates) {
        const origin = originOf(context, { node, site }, bodies)
        if (!origin || isConverted(node) || !/json|data|body|parameter/.test(origin.name)) continue
        return {
          message: `\`${call.shortName}\` takes what \`${origin.name}\` holds as a filter, operators included.`,
          flow: origin.flow,
          help: 'Take single values and convert them (`str(...)`), or check the document against a schema.',
        }
      }
      return undefined
    }),
    onDict(/^\$(where|function|accumulator)$/, ({ node, site }, context) => {
      const index = node.keys.findIndex(
        (key) => key?.kind === 'Constant' && typeof key.value === 'string' && code.has(key.value),
      )
      const key = node.keys[index]
      const value = node.values[index]
      if (key?.kind !== 'Constant' || !value) return undefined
      if (!builtHole(textParts(context, { node: value, site }))) return undefined
      return {
        message: `The JavaScript under \`${String(key.value)}\` is put together from text.`,
        at: value,
        help: 'Use query operators with values instead of `$where`.',
      }
    }),
  ],
}

const bodies: ReadonlySet<SourceKind> = new Set(['request'])

function isConverted(node: Expression): boolean {
  return (
    node.kind === 'Call' &&
    node.func.kind === 'Name' &&
    /^(str|int|float|ObjectId)$/.test(node.func.id)
  )
}
