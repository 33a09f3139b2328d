import type { Call, Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import type { OriginKind } from '../../tables/value-origins.ts'
import { originOf } from '../../value-origins.ts'

const foreign: readonly OriginKind[] = ['web', 'settings', 'download', 'model', 'tool', 'person']
const help = 'Look the name up in a dictionary of the classes that are meant.'

/** A text from outside decides which class or function runs. */
export const classFromSettings: Rule = {
  id: 'class-from-settings',
  title: 'A text from outside chooses the class or function that runs',
  layer: 'taint',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [470],
  owasp: ['A08:2021', 'A03:2021'],
  replaces: ['dynamic-import', 'attribute-from-outside'],
  on: [
    onCall(
      [
        'importlib.import_module',
        'builtins.__import__',
        'pydoc.locate',
        'pkgutil.resolve_name',
        'hydra.utils.get_class',
        'hydra.utils.instantiate',
        'django.utils.module_loading.import_string',
      ],
      (call, context) => reportOn(call.argument(0), call.site, context),
    ),
    onNode('Call', ({ node, site }, context) =>
      reportOn(chosenName(node, site, context), site, context),
    ),
  ],
}

/** The name in `getattr(x, name)(…)` and `globals()[name](…)`. */
function chosenName({ func }: Call, site: Site, { meaning }: Context): Expression | undefined {
  if (
    func.kind === 'Call' &&
    func.args.length > 1 &&
    meaning.paths(func.func, site).includes('builtins.getattr')
  ) {
    return func.args[1]
  }
  if (func.kind !== 'Subscript' || func.value.kind !== 'Call') return undefined
  const isNamespace = meaning
    .paths(func.value.func, site)
    .some((path) => /^builtins\.(globals|locals|vars)$/.test(path))
  return isNamespace ? func.slice : undefined
}

function reportOn(name: Expression | undefined, site: Site, context: Context): Report | undefined {
  if (!name || name.kind === 'Constant') return undefined
  const origin = originOf(name, { site, context }, foreign)
  if (!origin) return undefined
  const isOpen = origin.kind !== 'settings'
  return {
    message: `What runs here is chosen by a text from \`${origin.name}\`.`,
    help,
    ...(isOpen ? { severity: 'critical' as const } : {}),
  }
}
