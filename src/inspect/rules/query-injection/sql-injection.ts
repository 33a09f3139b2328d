import type { Expression } from '../../../python/nodes.ts'
import type { Located } from '../../../python/values.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { describe, originOf as flowInto, stepsOf } from '../../flow-match.ts'
import { isTested, originOf } from '../../origins.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { QueryCall } from '../../tables/queries.ts'
import { isSql, namePlace, sqlCalls, sqlMethods } from '../../tables/queries.ts'
import { remote, untrusted } from '../../tables/sources.ts'
import type { TextPart } from '../../text-parts.ts'
import { builtHole, textParts } from '../../text-parts.ts'

const help = 'Pass values as bound parameters; take names from a constant list.'

/** SQL with a value in its text instead of beside it. */
export const sqlInjection: Rule = {
  id: 'sql-injection',
  title: 'SQL is put together from text',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [89],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall([...sqlCalls.keys()], (call, context) =>
      checkQuery(call, context, sqlCalls.get(call.name)),
    ),
    onCall([...sqlMethods.keys()], (call, context) =>
      checkQuery(call, context, sqlMethods.get(call.name)),
    ),
    onCall(['.extra'], (call, context) => {
      const given = ['where', 'select', 'tables', 'order_by'].flatMap((keyword) =>
        itemsOf(call.argument(-1, keyword)),
      )
      const isBuilt = given.some((node) => builtHole(textParts(context, { node, site: call.site })))
      if (!isBuilt) return undefined
      return { message: 'A part of the SQL that `extra` runs is put together from text.', help }
    }),
  ],
}

function itemsOf(node: Expression | undefined): readonly Expression[] {
  if (node?.kind === 'Dict') return node.values
  return node?.kind === 'List' || node?.kind === 'Tuple' ? node.elts : []
}

function checkQuery(call: CallMatch, context: Context, query: QueryCall | undefined): Reports {
  const node = query && (call.argument(query.at, query.keyword) ?? call.argument(query.at))
  if (!node) return undefined
  const parts = textParts(context, { node, site: call.site })
  const hole = builtHole(parts)
  const text = parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('')
  if (!hole) return checkWhole(call, context, { node, site: call.site })
  if (isTested(context, hole)) return undefined
  const origin = flowInto(node, call, context, { into: 'sql', from: untrusted })
  const isFragment = fragments.has(call.name) && (origin !== undefined || condition.test(text))
  if (!isSql(text) && !isFragment) return undefined
  if (origin) {
    return {
      message: `\`${call.shortName}\` runs SQL with ${describe(origin)} in it.`,
      help,
      flow: stepsOf(origin, call),
    }
  }
  if (isIdentifierOnly(parts)) return undefined
  return {
    message: `\`${call.shortName}\` runs SQL that is put together from text.`,
    severity: 'medium',
    confidence: 0.7,
    help,
  }
}

/** What makes a part of a query of any text. */
const fragments: ReadonlySet<string> = new Set([
  'sqlmodel.text',
  ...['text', 'sql.text', 'sql.expression.text', 'literal_column', 'sql.literal_column'].map(
    (name) => `sqlalchemy.${name}`,
  ),
])
/** What stands in a condition. */
const condition = /\b(like|between|in\s*\()|[=<>]|\b(and|or)\b/i
const runsWhole = /execute|exec_driver_sql|executescript|\.raw$|fetchrow|fetchval|read_sql/

const strangers: ReadonlySet<string> = new Set(remote)

/** A query that is data as a whole. */
function checkWhole(call: CallMatch, context: Context, query: Located): Reports {
  if (isExpression(query, context)) return undefined
  const origin = originOf(context, query, strangers)
  if (!origin || !(runsWhole.test(call.name) || fragments.has(call.name))) return undefined
  return { message: `\`${call.shortName}\` runs whatever SQL \`${origin.name}\` holds.`, help }
}

const builders =
  /^(select|select_from|where|filter|filter_by|having|values|bindparams|params|join|outerjoin|order_by|group_by|limit|offset|returning|options|distinct|on_conflict_do_\w+|on_duplicate_key_update|with_for_update|scalar_subquery|subquery|union|union_all|insert|update|delete)$/
/** Names that an expression is followed back through. */
const mostHops = 4
const mostValues = 8

/** An expression that SQLAlchemy makes SQL of: values in it are bound, and texts in it are looked at where they stand. */
function isExpression({ node, site }: Located, context: Context, hops = 0): boolean {
  if (node.kind === 'Name') {
    const values = hops < mostHops ? context.meaning.assigned(node, site).slice(0, mostValues) : []
    return values.length > 0 && values.every((value) => isExpression(value, context, hops + 1))
  }
  if (node.kind !== 'Call') return false
  const { func } = node
  if (context.meaning.paths(func, site).some((path) => /^(sqlalchemy|sqlmodel)\./.test(path))) {
    return true
  }
  return func.kind === 'Attribute' && builders.test(func.attr)
}

/** Every hole stands where a name has to be; that is a milder rule's. */
function isIdentifierOnly(parts: readonly TextPart[]): boolean {
  return parts.every((part, i) => {
    if (part.kind === 'text') return true
    const before = parts[i - 1]
    return before?.kind === 'text' && namePlace.test(before.text.slice(-60))
  })
}
