import type { Meaning } from '../../../python/meaning.ts'
import { Memo } from '../../../python/memo.ts'
import { topModule } from '../../../python/names.ts'
import type { Site } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onFile } from '../../rule.ts'

const draws: ReadonlyMap<string, RegExp> = new Map([
  [
    'random',
    /^random\.(random|randint|randrange|choices?|shuffle|sample|uniform|gauss|normalvariate|triangular|betavariate|expovariate)$/,
  ],
  [
    'numpy',
    /^numpy\.random\.(rand|randn|randint|random|random_sample|choice|shuffle|permutation|normal|uniform|poisson|binomial|exponential|standard_normal|multivariate_normal|beta|gamma|lognormal|multinomial|dirichlet)$/,
  ],
  ['torch', /^torch\.(rand|randn|randint|randperm|bernoulli|multinomial|normal)$/],
  ['tensorflow', /^tensorflow\.random\.(normal|uniform|shuffle|truncated_normal)$/],
])
/** Functions that seed, by their last name; one of a library that is not listed here may seed them all. */
const seeds =
  'seed manual_seed manual_seed_all set_seed set_random_seed seed_everything seed_all set_state setstate'.split(
    ' ',
  )
const ownSeed = /^(random|numpy|torch|tensorflow)\.(random\.)?(\w+\.)?\w+$/
const drawing = new RegExp(
  [...draws.values()].map(({ source }) => source.replace(/^.*\./, '^')).join('|'),
)

/** Generators that take a seed when they are made. */
const generators = [
  'numpy.random.default_rng',
  'numpy.random.RandomState',
  'numpy.random.SeedSequence',
  ...['PCG64', 'MT19937', 'Philox', 'SFC64'].map((name) => `numpy.random.${name}`),
  'tensorflow.random.Generator.from_non_deterministic_state',
]

const drawingNames = new Memo<boolean>(10_000)

function isDrawing(name: string): boolean {
  return drawingNames.get(name) ?? drawingNames.keep(name, drawing.test(name))
}

/** Numbers that are others in every run. */
export const seedMissing: Rule = {
  id: 'seed-missing',
  title: 'Random numbers are drawn without a seed',
  layer: 'calls',
  severity: 'low',
  confidence: 0.7,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [
    onFile(reportOn),
    onCall(generators, (call): Report | undefined =>
      isUnseeded(call)
        ? {
            message: `\`${call.shortName}\` gives other numbers in every run.`,
            help: 'Give it a number.',
          }
        : undefined,
    ),
  ],
}

/** Made without a seed, or with `None`. */
function isUnseeded(call: CallMatch): boolean {
  if (!call.call) return false
  const keyword = call.name.endsWith('SeedSequence') ? 'entropy' : 'seed'
  const given = call.argument(0, keyword)
  // An attribute or a parameter that is `None` at first waits for whoever wants the same numbers.
  if (given) return given.kind === 'Constant' && given.value === null
  return call.values(0, keyword).length === 0 && !call.hasUnknownSpread
}

/** The first draw of each library that the file does not seed. */
function reportOn({ meaning, text }: Context): readonly Report[] {
  if (![...draws.keys()].some((library) => text.includes(library))) return []
  const byName = meaning.bindings.calls
  const seeded = seededBy(meaning)
  if (seeded === 'all') return []
  const calls = [...byName].flatMap(([name, found]) => (isDrawing(name) ? found : []))
  const learns =
    /\b(sklearn|torch|tensorflow|keras|xgboost|lightgbm|scipy|statsmodels|numpy)\b/.test(text)
  const first = new Map<string, Report>()
  for (const { node, site } of calls.sort((a, b) => a.node.start - b.node.start)) {
    const path = meaning.paths(node.func, site).find((one) => draws.get(topModule(one))?.test(one))
    if (path === undefined || first.has(topModule(path)) || seeded.has(topModule(path))) continue
    if (path.startsWith('random.') && (!learns || isForWaiting(site))) continue
    if (node.keywords.some(({ arg }) => arg === 'generator' || arg === 'seed')) continue
    const message = `\`${path}\` draws other numbers in every run.`
    first.set(topModule(path), { message, help: 'Set a seed first.', at: node })
  }
  return [...first.values()]
}

/** The libraries that the file seeds; all of them where a function of another file may do so. */
function seededBy(meaning: Meaning): ReadonlySet<string> | 'all' {
  const seeded = new Set<string>()
  for (const { node, site } of seeds.flatMap((name) => meaning.bindings.calls.get(name) ?? [])) {
    const own = meaning.paths(node.func, site).find((path) => ownSeed.test(path))
    // A function of the file is looked at where it seeds.
    const isInFile = meaning.values(node.func, site).some(({ kind }) => kind === 'function')
    if (own !== undefined) seeded.add(topModule(own))
    else if (!isInFile) return 'all'
  }
  return seeded
}

/** Chance that spreads retries over time is no part of a result. */
function isForWaiting({ scope }: Site): boolean {
  const { node } = scope
  return (
    (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') &&
    /retry|back_?off|jitter|delay|wait|sleep|poll/i.test(node.name)
  )
}
