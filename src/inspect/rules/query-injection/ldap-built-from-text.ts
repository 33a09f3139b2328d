import type { Located } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import { fromOutside, isTested, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { builtHole, textParts } from '../../text-parts.ts'

/** LDAP filters and distinguished names with an unescaped value. */
export const ldapBuiltFromText: Rule = {
  id: 'ldap-built-from-text',
  title: 'An LDAP filter or name is put together from text',
  layer: 'calls',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [90],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...['search', 'search_s', 'search_ext', 'search_ext_s', 'search_st'].map(
          (name) => `ldap.initialize().${name}`,
        ),
        ...['ldap3.Connection().search', '.search_s', '.search_ext_s', '.search'],
      ],
      (call, context) => {
        const isOld = call.name.includes('search_') || call.name.startsWith('ldap.')
        const filter =
          call.argument(isOld ? 2 : 1, 'search_filter') ?? call.argument(-1, 'filterstr')
        for (const node of [filter, call.argument(0, 'search_base')]) {
          const parts = node ? textParts(context, { node, site: call.site }) : []
          const hole = builtHole(parts)
          const isLdap = parts.some(
            (part) => part.kind === 'text' && /\(\w+[~<>]?=|\b(cn|uid|ou|dc)=/i.test(part.text),
          )
          if (!hole || !isLdap || isTested(context, hole) || isEscaped(context, hole)) continue
          const origin = originOf(context, hole, fromOutside)
          return {
            message: `\`${call.shortName}\` takes a filter that ${origin ? `\`${origin.name}\` can change` : 'is put together from text'}.`,
            ...(origin ? { flow: origin.flow } : {}),
            ...(origin ? {} : { severity: 'medium' as const, confidence: 0.6 }),
            help: 'Escape the value with `escape_filter_chars` or `escape_rdn`.',
          }
        }
        return undefined
      },
    ),
  ],
}

function isEscaped({ meaning }: Context, { node, site }: Located): boolean {
  return meaning
    .paths(node, site)
    .some((path) => /escape_(filter_chars|rdn|dn_chars)\(\)$/.test(path))
}
