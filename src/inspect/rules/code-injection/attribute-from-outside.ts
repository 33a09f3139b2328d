import type { Expression } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { isUntrusted } from '../../origin.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { remote } from '../../tables/sources.ts'

/** Attributes that a stranger names. */
export const attributeFromOutside: Rule = {
  id: 'attribute-from-outside',
  title: 'An attribute is named by data from outside',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [915, 470],
  owasp: ['A03:2021', 'A08:2021'],
  replaces: ['computed-attribute', 'mass-assignment'],
  on: [
    onCall(['builtins.getattr', 'builtins.setattr', 'builtins.delattr'], (call, context) => {
      const name = call.argument(1)
      if (!name || !isUntrusted(name, call.site, context)) return undefined
      const isRead = call.name === 'builtins.getattr'
      return {
        ...ofSender(name, call, context),
        message: isRead
          ? '`getattr` takes whatever attribute data from outside names.'
          : `\`${call.shortName}\` changes whatever attribute data from outside names.`,
        help: 'Choose from a dictionary of the names that are meant.',
      }
    }),
    onCall(['operator.attrgetter', 'operator.methodcaller'], (call, context) => {
      const name = call.argument(0)
      if (!name || !isUntrusted(name, call.site, context)) return undefined
      return {
        ...ofSender(name, call, context),
        message: `\`${call.shortName}\` takes whatever attribute data from outside names.`,
        help: 'Choose from a dictionary of the names that are meant.',
      }
    }),
    onNode('Subscript', ({ node, site }, context) => {
      if (node.ctx !== 'Load' || node.value.kind !== 'Call') return undefined
      const { func } = node.value
      if (func.kind !== 'Name' || !/^(globals|locals|vars)$/.test(func.id)) return undefined
      if (!isUntrusted(node.slice, site, context)) return undefined
      return {
        message: `\`${func.id}()\` gives whatever data from outside names.`,
        help: 'Choose from a dictionary of the names that are meant.',
      }
    }),
    onCall(['.update', 'builtins.dict().update'], (call, context) => {
      if (call.node.kind !== 'Attribute' || call.node.value.kind !== 'Attribute') return undefined
      if (call.node.value.attr !== '__dict__') return undefined
      const given = call.argument(0)
      if (!given || !isUntrusted(given, call.site, context)) return undefined
      return {
        ...ofSender(given, call, context),
        message: 'Every attribute of the object is set by data from outside.',
        help: 'Set the attributes that are meant, one by one.',
      }
    }),
  ],
}

/** Who starts a program may tell it what he likes; a script that is checked has no such person. */
function ofSender(node: Expression, { site }: CallMatch, context: Context): Partial<Report> {
  const isMild =
    context.policy.persona !== 'gate' && !isUntrusted(node, site, context, 'name', remote)
  return isMild ? { severity: 'low', confidence: 0.5 } : {}
}
