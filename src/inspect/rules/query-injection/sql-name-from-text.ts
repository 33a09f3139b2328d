import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { originOf as flowInto } from '../../flow-match.ts'
import { isTested } from '../../origins.ts'
import type { Reports, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import type { QueryCall } from '../../tables/queries.ts'
import { isSql, namePlace, sqlCalls, sqlMethods } from '../../tables/queries.ts'
import { untrusted } from '../../tables/sources.ts'
import { builtHole, textParts } from '../../text-parts.ts'

/** SQL whose table or column is a variable. */
export const sqlNameFromText: Rule = {
  id: 'sql-name-from-text',
  title: 'The name of a table or column is put into SQL',
  layer: 'calls',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [89],
  owasp: ['A03:2021'],
  on: [
    onCall([...sqlCalls.keys()], (call, context) =>
      checkQuery(call, context, sqlCalls.get(call.name)),
    ),
    onCall([...sqlMethods.keys()], (call, context) =>
      checkQuery(call, context, sqlMethods.get(call.name)),
    ),
  ],
}

function checkQuery(call: CallMatch, context: Context, query: QueryCall | undefined): Reports {
  const node = query && (call.argument(query.at, query.keyword) ?? call.argument(query.at))
  if (!node) return undefined
  const parts = textParts(context, { node, site: call.site })
  if (!builtHole(parts)) return undefined
  const hole = parts.find((part, i) => {
    const before = parts[i - 1]
    return part.kind === 'hole' && before?.kind === 'text' && namePlace.test(before.text.slice(-60))
  })
  const text = parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('')
  if (hole?.kind !== 'hole' || !isSql(text) || isTested(context, hole.value)) return undefined
  if (flowInto(node, call, context, { into: 'sql', from: untrusted })) return undefined
  return {
    message: `\`${call.shortName}\` takes the name of a table or column from a variable.`,
    help: 'Choose the name from a constant list, or quote it with the function of the driver.',
  }
}
