import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onKeyword, onStore } from '../../rule.ts'

const settings = [
  'accept_content',
  'task_serializer',
  'result_serializer',
  'event_serializer',
  'serializer',
  'CELERY_ACCEPT_CONTENT',
]
const help = 'Use `json`.'

/** Workers run whatever is put into the queue. */
export const queueUnpickles: Rule = {
  id: 'queue-unpickles',
  title: 'Workers unpickle what is in the queue',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onKeyword(settings, ({ node, site, keyword }, context): Report | undefined =>
      isPickle(node, site, context)
        ? { message: `\`${keyword}\` lets workers run code from the queue.`, help }
        : undefined,
    ),
    onStore(({ node, site, attribute }, context): Report | undefined => {
      if (attribute === null || !settings.includes(attribute)) return undefined
      const assigned = context.meaning.bindings.attributeStores.get(attribute) ?? []
      const isUnsafe = assigned.some(
        ({ bound, target }) =>
          target.node === node && 'value' in bound && isPickle(bound.value.node, site, context),
      )
      return isUnsafe
        ? { message: `\`${attribute}\` lets workers run code from the queue.`, help }
        : undefined
    }),
  ],
}

function isPickle(node: Expression, site: Site, { meaning }: Context): boolean {
  const parts =
    node.kind === 'List' || node.kind === 'Set' || node.kind === 'Tuple' ? node.elts : [node]
  return parts.some((part) =>
    meaning
      .texts(part, site)
      .some((text) => /^(application\/x-python-serialize|pickle|yaml)$/.test(text)),
  )
}
