import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const models = [
  ...[
    'ensemble.RandomForestClassifier',
    'ensemble.RandomForestRegressor',
    'ensemble.GradientBoostingClassifier',
  ],
  ...[
    'ensemble.GradientBoostingRegressor',
    'ensemble.ExtraTreesClassifier',
    'ensemble.ExtraTreesRegressor',
  ],
  ...['cluster.KMeans', 'cluster.MiniBatchKMeans', 'mixture.GaussianMixture', 'manifold.TSNE'],
  ...[
    'neural_network.MLPClassifier',
    'neural_network.MLPRegressor',
    'model_selection.train_test_split',
  ],
  ...[
    'model_selection.ShuffleSplit',
    'model_selection.StratifiedShuffleSplit',
    'utils.shuffle',
    'utils.resample',
  ],
].map((name) => `sklearn.${name}`)

/** A split or a model that comes out otherwise in every run. */
export const randomStateMissing: Rule = {
  id: 'random-state-missing',
  title: 'A split or model has no random state',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [
    onCall([...models, 'pandas.DataFrame().sample'], (call, { text }): Report | undefined => {
      if (!call.call || call.hasSpread || call.argument(-1, 'random_state')) return undefined
      if (call.isFlag('shuffle', false) || /\brandom\.seed\(/.test(text)) return undefined
      return {
        message: `\`${call.shortName}\` comes out otherwise in every run.`,
        help: 'Pass `random_state`.',
      }
    }),
  ],
}
