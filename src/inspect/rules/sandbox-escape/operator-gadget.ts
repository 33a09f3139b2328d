import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

const wrappers = new Set(['builtins.classmethod', 'builtins.staticmethod', 'builtins.property'])
const harmless = new Set([
  ...['repr', 'str', 'len', 'hash', 'id', 'iter', 'next', 'bool', 'int', 'float', 'abs'].map(
    (name) => `builtins.${name}`,
  ),
  'types.GenericAlias',
])
const plainValues = new Set([
  '__slots__',
  '__doc__',
  '__module__',
  '__all__',
  '__version__',
  '__name__',
])

/** Special methods that are another function, so that an operator calls it. */
export const operatorGadget: Rule = {
  id: 'operator-gadget',
  title: 'An operator is made to call another function',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onNode('ClassDef', ({ node }, context) => {
      const inside = context.meaning.bindings.scopes.get(node)
      if (!inside) return undefined
      return node.body.flatMap((statement): Report[] => {
        if (statement.kind !== 'Assign') return []
        return statement.targets.flatMap((target) =>
          target.kind === 'Name' ? reportOn(target.id, statement.value, inside, context) : [],
        )
      })
    }),
    onNode('Assign', ({ node, site }, context) =>
      node.targets.flatMap((target) =>
        target.kind === 'Attribute' ? reportOn(target.attr, node.value, site, context) : [],
      ),
    ),
  ],
}

function reportOn(name: string, value: Expression, site: Site, context: Context): Report[] {
  if (!/^__\w+__$/.test(name) || plainValues.has(name)) return []
  const callee = functionOf(value, site, context)
  if (callee === undefined || harmless.has(callee) || /\.__\w+__$/.test(callee)) return []
  const plain = callee.replace(/^builtins\./, '')
  return [
    {
      message: `\`${name}\` is \`${plain}\`, so that an operator or a subscript calls it.`,
      help: 'Call the function by its name.',
      at: value,
    },
  ]
}

/** The function outside of the file that a value is, also within `classmethod` and the like. */
function functionOf(value: Expression, site: Site, { meaning }: Context): string | undefined {
  if (value.kind === 'Call') {
    const [inner] = value.args
    const isWrapped = meaning.paths(value.func, site).some((path) => wrappers.has(path))
    return isWrapped && inner
      ? meaning.paths(inner, site).find((path) => !path.includes('('))
      : undefined
  }
  return meaning
    .paths(value, site)
    .find((path) => path.includes('.') && /\.[a-z_]\w*$/.test(path) && !path.includes('('))
}
