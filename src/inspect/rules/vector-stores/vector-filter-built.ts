import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { originAt } from '../../origins.ts'
import { isBuilt } from '../../prompts.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const strangers: ReadonlySet<SourceKind> = new Set(['request', 'user', 'tool', 'model'])

/** A filter in a language of its own is put together of text. */
export const vectorFilterBuilt: Rule = {
  id: 'vector-filter-built',
  title: 'The filter of a search is put together of text',
  layer: 'taint',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [943],
  owasp: ['A03:2021', 'LLM08:2025'],
  on: [
    onKeyword(
      ['expr', 'filter', 'filter_expression', 'query_filter'],
      ({ node: { value: node }, site, call }, context) => {
        const isSearch =
          call.func.kind === 'Attribute' && /search|query|delete|retriev/.test(call.func.attr)
        return isSearch ? reportOn(node, site, context) : undefined
      },
    ),
    onCall(['.graphql_raw_query'], (call, context) =>
      reportOn(call.argument(0, 'gql_query'), call.site, context),
    ),
    onCall(
      ['lancedb.connect().open_table().search().where', 'lancedb.connect().open_table().delete'],
      (call, context) => reportOn(call.argument(0, 'where'), call.site, context),
    ),
  ],
}

function reportOn(node: Expression | undefined, site: Site, context: Context): Report | undefined {
  if (!node || !isBuilt(node, site, context) || context.meaning.text(node, site) !== undefined)
    return undefined
  const origin = originAt(context, node, site, strangers)
  const help = 'Use a filter object, or the parameters of the expression.'
  return origin
    ? {
        message: `The filter holds what comes from \`${origin.name}\`.`,
        flow: origin.flow,
        help,
        at: node,
      }
    : {
        message: 'The filter is put together of text.',
        severity: 'medium',
        confidence: 0.6,
        help,
        at: node,
      }
}
