import type { CallMatch } from '../../call-match.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Models, splits and generators of data that draw, by their module. */
const drawing = [
  ...of(
    'ensemble',
    'RandomForestClassifier RandomForestRegressor GradientBoostingClassifier GradientBoostingRegressor',
  ),
  ...of('ensemble', 'ExtraTreesClassifier ExtraTreesRegressor BaggingClassifier BaggingRegressor'),
  ...of('ensemble', 'AdaBoostClassifier AdaBoostRegressor IsolationForest RandomTreesEmbedding'),
  ...of('tree', 'DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier'),
  ...of('linear_model', 'SGDClassifier SGDRegressor RANSACRegressor Perceptron'),
  ...of('neural_network', 'MLPClassifier MLPRegressor BernoulliRBM'),
  ...of('cluster', 'KMeans MiniBatchKMeans BisectingKMeans SpectralClustering'),
  ...of('mixture', 'GaussianMixture BayesianGaussianMixture'),
  ...of('manifold', 'TSNE MDS'),
  ...of('decomposition', 'TruncatedSVD LatentDirichletAllocation FastICA'),
  ...of(
    'model_selection',
    'train_test_split ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit',
  ),
  ...of('model_selection', 'RandomizedSearchCV RepeatedKFold RepeatedStratifiedKFold'),
  ...of('utils', 'shuffle resample'),
  ...of('inspection', 'permutation_importance'),
  ...of('datasets', 'make_classification make_regression make_blobs make_moons make_circles'),
  'umap.UMAP',
  'pandas.DataFrame().sample',
  'pandas.Series().sample',
  'pandas.DataFrame().groupby().sample',
]
/** Splits that draw only where they are told to shuffle. */
const shuffling = of('model_selection', 'KFold StratifiedKFold StratifiedGroupKFold')

/** What seeds the generator that scikit-learn and pandas draw from. */
const seeded = /\b(np|numpy)\.random\.seed\(|\b(seed_everything|set_seed|set_random_seed)\(/

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
    onCall(drawing, (call, { text }) =>
      isFixed(call, text) || call.isFlag('shuffle', false) ? undefined : report(call),
    ),
    onCall(shuffling, (call, { text }) =>
      call.isFlag('shuffle', true, 1) && !isFixed(call, text) ? report(call) : undefined,
    ),
    // A method of that name draws rows where it is told how many, in pandas, Polars and Spark.
    onCall(
      ['.sample', 'polars.DataFrame().sample', 'polars.read_csv().sample'],
      (call, { text }) => {
        const isOfRows = ['frac', 'fraction', 'n'].some((name) => call.argument(-1, name))
        return isOfRows && !isFixed(call, text) ? report(call) : undefined
      },
    ),
  ],
}

/** It is given a state other than `None`, or numpy's own generator has a seed; what can't be told counts as given. */
function isFixed(call: CallMatch, text: string): boolean {
  if (!call.call || seeded.test(text)) return true
  const states = [...call.values(-1, 'random_state'), ...call.values(-1, 'seed')]
  if (states.length === 0) return call.hasUnknownSpread
  return states.some(({ kind }) => kind !== 'none')
}

function report(call: CallMatch): Report {
  return {
    message: `\`${call.shortName.replace(/^\./, '')}\` comes out otherwise in every run.`,
    help: 'Pass `random_state`.',
  }
}

function of(module: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `sklearn.${module}.${name}`)
}
