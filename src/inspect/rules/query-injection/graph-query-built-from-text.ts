import { fromOutside, isTested, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { builtHole, textParts } from '../../text-parts.ts'

const calls = [
  ...['session().run', 'execute_query', 'session().execute_read', 'session().execute_write'].map(
    (name) => `neo4j.GraphDatabase.driver().${name}`,
  ),
  ...[
    'py2neo.Graph().run',
    'py2neo.Graph().evaluate',
    'neomodel.db.cypher_query',
    'kuzu.Connection().execute',
  ],
  ...[
    'gremlin_python.driver.client.Client().submit',
    'gremlin_python.driver.client.Client().submit_async',
  ],
  ...['arango.ArangoClient().db().aql.execute', 'rdflib.Graph().query', 'rdflib.Graph().update'],
  ...[
    'gql.gql',
    'gql.Client().execute',
    'strawberry.Schema().execute',
    'graphene.Schema().execute',
  ],
  ...['.run', '.submit', '.cypher_query', '.execute_query', '.execute'],
]
const graphText =
  /\b(match|merge|optional match|unwind)\s*\(|^\s*g\.(V|E|addV|addE)\(|\bfor\s+\w+\s+in\s+\w+.{0,400}\breturn\b|\bselect\s+[?*].{0,400}\{|^\s*(query|mutation|subscription)\b[^{]{0,200}\{/is

/** Cypher, Gremlin, AQL or GraphQL with a value in its text. */
export const graphQueryBuiltFromText: Rule = {
  id: 'graph-query-built-from-text',
  title: 'A graph query is put together from text',
  layer: 'calls',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [943, 89],
  owasp: ['A03:2021'],
  on: [
    onCall(calls, (call, context) => {
      const node = call.argument(0, 'query')
      if (!node) return undefined
      const parts = textParts(context, { node, site: call.site })
      const hole = builtHole(parts)
      const text = parts
        .map((part) => (part.kind === 'text' ? part.text : ' '))
        .join('')
        .slice(0, 2_000)
      if (!hole || !graphText.test(text) || isTested(context, hole)) return undefined
      const origin = originOf(context, hole, fromOutside)
      return {
        message: `\`${call.shortName}\` runs a graph query that ${origin ? `\`${origin.name}\` can change` : 'is put together from text'}.`,
        ...(origin ? { flow: origin.flow } : {}),
        ...(origin ? {} : { severity: 'medium' as const, confidence: 0.65 }),
        help: 'Pass values as parameters of the query.',
      }
    }),
  ],
}
