import type { Arguments, Call } from '../../../python/nodes.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const searches =
  /^(a?similarity_search(_with_score|_with_relevance_scores)?|max_marginal_relevance_search|query_points|hybrid_search|near_text|near_vector)$/
/** With one of these, `query` is that of a vector store. */
const queried = new Set(['query_texts', 'query_embeddings', 'vector', 'query_vector'])
const filters = new Set([
  'filter',
  'where',
  'namespace',
  'expr',
  'query_filter',
  'filters',
  'tenant',
  'partition_names',
  'search_kwargs',
  'pre_filter',
])
const tenant =
  /^(tenant|tenant_?id|user_?id|org(anisation|anization)?_?id|customer_?id|account_?id|workspace_?id|company_?id|owner_?id|(current_)?user)$/i

/** A search over everyone's documents, in a function that knows whose are asked for. */
export const tenantFilterMissing: Rule = {
  id: 'tenant-filter-missing',
  title: "A search is not limited to the caller's documents",
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [639, 863],
  owasp: ['LLM08:2025', 'A01:2021'],
  on: [onNode('Call', reportOn)],
}

function reportOn({ node, site }: NodeMatch<Call>, { text }: Context): Report | undefined {
  const { func } = node
  if (func.kind !== 'Attribute') return undefined
  const isQuery = func.attr === 'query' && node.keywords.some(({ arg }) => queried.has(arg ?? ''))
  if (!isQuery && !searches.test(func.attr)) return undefined
  if (node.keywords.some(({ arg }) => arg === null || filters.has(arg))) return undefined
  const scope = site.scope.node
  if (scope.kind !== 'FunctionDef' && scope.kind !== 'AsyncFunctionDef') return undefined
  const owner = parameterNames(scope.args).find((name) => tenant.test(name))
  if (owner === undefined || text.slice(func.value.start, func.value.end).includes(owner))
    return undefined
  return {
    message: `\`${func.attr}\` searches everyone's documents, though \`${owner}\` is known.`,
    help: 'Pass a filter or name space of the caller.',
  }
}

function parameterNames({ posonlyargs, args, kwonlyargs }: Arguments): readonly string[] {
  return [...posonlyargs, ...args, ...kwonlyargs].map(({ name }) => name)
}
