import { Memo } from '../../../python/memo.ts'
import { topModule } from '../../../python/names.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const draws: ReadonlyMap<string, RegExp> = new Map([
  [
    'random',
    /^random\.(random|randint|randrange|choices?|shuffle|sample|uniform|gauss|normalvariate|triangular|betavariate|expovariate)$/,
  ],
  [
    'numpy',
    /^numpy\.random\.(rand|randn|randint|random|random_sample|choice|shuffle|permutation|normal|uniform|poisson|binomial|exponential|standard_normal)$/,
  ],
  ['torch', /^torch\.(rand|randn|randint|randperm|bernoulli|multinomial|normal)$/],
  ['tensorflow', /^tensorflow\.random\.(normal|uniform|shuffle)$/],
])
const seeds =
  'seed manual_seed manual_seed_all set_seed set_random_seed seed_everything seed_all set_state setstate'.split(
    ' ',
  )
const drawing = new RegExp(
  [...draws.values()].map(({ source }) => source.replace(/^.*\./, '^')).join('|'),
)

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
  on: [onFile(reportOn)],
}

/** The first draw of each library, unless the file seeds any generator. */
function reportOn({ meaning, text }: Context): readonly Report[] {
  if (![...draws.keys()].some((library) => text.includes(library))) return []
  const byName = meaning.bindings.calls
  if (seeds.some((name) => byName.has(name))) return []
  const calls = [...byName].flatMap(([name, found]) => (isDrawing(name) ? found : []))
  const learns =
    /\b(sklearn|torch|tensorflow|keras|xgboost|lightgbm|scipy|statsmodels|numpy)\b/.test(text)
  const first = new Map<string, Report>()
  for (const { node, site } of calls.sort((a, b) => a.node.start - b.node.start)) {
    const path = meaning.paths(node.func, site).find((one) => draws.get(topModule(one))?.test(one))
    if (path === undefined || first.has(topModule(path))) continue
    if (path.startsWith('random.') && !learns) continue
    const message = `\`${path}\` draws other numbers in every run.`
    first.set(topModule(path), { message, help: 'Set a seed first.', at: node })
  }
  return [...first.values()]
}
