import { fromOutside, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onDict } from '../../rule.ts'

/** Query strings and scripts of Elasticsearch and OpenSearch that hold what a client sent. */
export const searchQueryFromOutside: Rule = {
  id: 'search-query-from-outside',
  title: 'A search engine runs a query or script from outside',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [943],
  owasp: ['A03:2021'],
  on: [
    onDict(/^(query_string|script|script_score|script_fields)$/, ({ node, site }, context) => {
      for (let i = 0; i < node.keys.length; i++) {
        const key = node.keys[i]
        const value = node.values[i]
        if (key?.kind !== 'Constant' || !value || !languages.has(String(key.value))) continue
        if (value.kind !== 'Dict') continue
        const part = value.values.find((_, j) => {
          const name = value.keys[j]
          return (
            name?.kind === 'Constant' &&
            (name.value === 'query' || name.value === 'source' || name.value === 'inline')
          )
        })
        const origin = part && originOf(context, { node: part, site }, fromOutside)
        if (!origin) continue
        return {
          message: `The \`${String(key.value)}\` of the search holds what \`${origin.name}\` gives.`,
          flow: origin.flow,
          at: part,
          help: 'Use `match` or `simple_query_string`; give scripts their values as `params`.',
        }
      }
      return undefined
    }),
  ],
}

const languages = new Set(['query_string', 'script', 'script_score', 'script_fields'])
