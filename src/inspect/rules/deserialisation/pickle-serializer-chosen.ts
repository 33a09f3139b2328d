import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword, onNamedValue, onStore } from '../../rule.ts'

const keys = [
  'serializer',
  'task_serializer',
  'result_serializer',
  'accept_content',
  'event_serializer',
]
const help = 'Choose JSON.'

/** A queue, cache or cluster is told to exchange pickles. */
export const pickleSerializerChosen: Rule = {
  id: 'pickle-serializer-chosen',
  title: 'Pickle is chosen as the format between processes',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onNamedValue(/^SESSION_SERIALIZER$/, ({ value, site }, { meaning }) =>
      /Pickle/.test(meaning.text(value, site) ?? '') ? report() : undefined,
    ),
    onKeyword(keys, ({ node, site }, context) => reportOn(node.value, site, context)),
    onStore(({ node, site, attribute }, context) => {
      if (attribute === null || !keys.includes(attribute.toLowerCase())) return undefined
      const written = context.text.slice(node.end, node.end + 60)
      return /^\s*=\s*\[?\s*['"]pickle['"]/.test(written)
        ? report()
        : reportOn(node.kind === 'Attribute' ? node : undefined, site, context)
    }),
    onCall(
      [
        ...[
          'django.contrib.sessions.serializers.PickleSerializer',
          'rq.serializers.PickleSerializer',
        ],
        ...['pyspark.SparkContext().pickleFile', 'pyarrow.deserialize', 'pyarrow.PyExtensionType'],
        ...[
          'pyarrow.UnknownExtensionType',
          'kombu.enable_insecure_serializers',
          'polars.LazyFrame.deserialize',
        ],
        ...[
          'rpyc.classic.connect',
          'rpyc.utils.server.ThreadedServer',
          'Pyro4.config.SERIALIZERS_ACCEPTED.add',
        ],
      ],
      (call) => {
        if (
          call.name.endsWith('ThreadedServer') &&
          !call
            .values(0)
            .some((v) => v.kind === 'path' && /SlaveService|ClassicService/.test(v.path))
        )
          return undefined
        if (call.name.endsWith('SERIALIZERS_ACCEPTED.add') && call.text(0) !== 'pickle')
          return undefined
        return {
          message: `\`${call.shortName}\` unpickles what other processes send or stored.`,
          severity: 'medium',
          help,
        }
      },
    ),
  ],
}

function reportOn(
  node: Expression | undefined,
  site: Site,
  { meaning }: Context,
): Report | undefined {
  if (!node) return undefined
  const isPickle = meaning.values(node, site).some((value) => {
    if (value.kind === 'text') return value.text === 'pickle'
    if (value.kind !== 'sequence') return false
    return value.items.some((item) => meaning.text(item.node, item.site) === 'pickle')
  })
  return isPickle ? report() : undefined
}

function report(): Report {
  return { message: 'Whoever can write to the queue or the store runs code in its readers.', help }
}
