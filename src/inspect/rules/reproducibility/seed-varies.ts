import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const moving =
  /^(time\.time(_ns)?|datetime\.datetime\.(now|utcnow)|os\.(urandom|getpid)|uuid\.uuid4|secrets\.\w+|builtins\.hash)\(\)/

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
        'torch.manual_seed',
        'tensorflow.random.set_seed',
      ],
      (call, { meaning }): Report | undefined => {
        const node = call.argument(0)
        const inner =
          node?.kind === 'Call' && node.args[0] ? [node, node.args[0]] : node ? [node] : []
        const isMoving = inner.some((one) =>
          meaning.paths(one, call.site).some((path) => moving.test(path)),
        )
        return isMoving
          ? {
              message: `\`${call.shortName}\` gets another seed in every run.`,
              help: 'Use a constant.',
            }
          : undefined
      },
    ),
  ],
}
