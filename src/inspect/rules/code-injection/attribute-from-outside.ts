import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

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
        message: isRead
          ? '`getattr` takes whatever attribute data from outside names.'
          : `\`${call.shortName}\` changes whatever attribute data from outside names.`,
        help: 'Choose from a dictionary of the names that are meant.',
      }
    }),
    onCall(['.update', 'builtins.dict().update'], (call, context) => {
      if (call.node.kind !== 'Attribute' || call.node.value.kind !== 'Attribute') return undefined
      if (call.node.value.attr !== '__dict__') return undefined
      if (!isUntrusted(call.argument(0), call.site, context)) return undefined
      return {
        message: 'Every attribute of the object is set by data from outside.',
        help: 'Set the attributes that are meant, one by one.',
      }
    }),
  ],
}
