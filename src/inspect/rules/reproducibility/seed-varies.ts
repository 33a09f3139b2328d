import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const moving =
  /^(time\.(time|time_ns|perf_counter|monotonic)|datetime\.datetime\.(now|utcnow|today)|os\.(urandom|getpid)|uuid\.uuid[14]|secrets\.\w+|random\.(random|randint|randrange|getrandbits)|builtins\.(hash|id))\(\)/

/** A seed that is another one in every run. */
export const seedVaries: Rule = {
  id: 'seed-varies',
  title: 'The seed is another one in every run',
  layer: 'calls',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [
    onCall(
      [
        'random.seed',
        'numpy.random.seed',
        'numpy.random.default_rng',
        'numpy.random.RandomState',
        'torch.manual_seed',
        'torch.cuda.manual_seed_all',
        'tensorflow.random.set_seed',
        'keras.utils.set_random_seed',
        'transformers.set_seed',
      ],
      (call, context): Report | undefined => {
        const node = call.argument(0, 'seed')
        const takesNone = call.name === 'random.seed' || call.name === 'numpy.random.seed'
        const isNone = node?.kind === 'Constant' && node.value === null
        if (node && !(takesNone && isNone)) {
          return isMoving(node, call.site, context) ? report(call.shortName) : undefined
        }
        return takesNone && call.call && !call.hasSpread ? report(call.shortName) : undefined
      },
    ),
  ],
}

/** The clock, the process or chance is a part of it, also by way of a name. */
function isMoving(node: Expression, site: Site, { meaning }: Context): boolean {
  let isFound = meaning.paths(node, site).some((path) => moving.test(path))
  walk(node, (part) => {
    if (isFound) return false
    if (part.kind !== 'Call' && part.kind !== 'Name') return true
    const [value] = part.kind === 'Name' ? meaning.assigned(part, site) : []
    const at = value ?? { node: part, site }
    isFound = meaning.paths(at.node, at.site).some((path) => moving.test(path))
    return true
  })
  return isFound
}

function report(name: string): Report {
  return { message: `\`${name}\` gets another seed in every run.`, help: 'Use a constant.' }
}
