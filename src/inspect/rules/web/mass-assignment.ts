import { nameOf } from '../../named-values.ts'
import { originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNamedValue, onNode } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const request: ReadonlySet<SourceKind> = new Set(['request'])

/** Fields that a client chooses, such as `is_admin`. */
export const massAssignment: Rule = {
  id: 'mass-assignment',
  title: 'A record is filled with whatever a client sends',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [915],
  owasp: ['A04:2021'],
  on: [
    onNode('Call', ({ node, site }, context) => {
      const spread = node.keywords.find(({ arg }) => arg === null)
      const name = nameOf(node.func)
      if (
        !spread ||
        name === undefined ||
        !/^[A-Z]|^(update|create|insert|filter|filter_by|update_or_create)$/.test(name)
      )
        return undefined
      const origin = originOf(context, { node: spread.value, site }, request)
      return origin
        ? {
            message: `\`${name}\` takes every field that \`${origin.name}\` holds.`,
            flow: origin.flow,
            help: 'Name the fields, or check them with a schema.',
          }
        : undefined
    }),
    onNamedValue(/^fields$/, ({ value, via, site }) =>
      via === 'assigned' &&
      site.scope.kind === 'class' &&
      value.kind === 'Constant' &&
      value.value === '__all__'
        ? {
            message:
              'Every field of the model can be set by a client, also those that are added later.',
            severity: 'low',
            help: 'Name the fields.',
          }
        : undefined,
    ),
    onCall(['builtins.setattr'], (call, context) => {
      const node = call.argument(1)
      const origin = node && originOf(context, { node, site: call.site }, request)
      return origin
        ? {
            message: `\`setattr\` sets whatever attribute \`${origin.name}\` names.`,
            flow: origin.flow,
            help: 'Name the attributes.',
          }
        : undefined
    }),
  ],
}
