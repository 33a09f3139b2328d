import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Value } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'

/** Items or bytes beyond which no default limit holds. */
const mostItems = 500_000_000

/** More memory than any run is given. */
export const hugeAllocation: Rule = {
  id: 'huge-allocation',
  title: 'More memory is asked for than a run has',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [789, 770],
  owasp: ['LLM10:2025'],
  on: [
    onNode('BinOp', ({ node, site }, context) => {
      if (node.op === 'Pow') return hugePower(node.left, node.right, site, context)
      if (node.op !== 'Mult') return undefined
      if (!isRepeated(node.left, site, context) && !isRepeated(node.right, site, context))
        return undefined
      const count = Math.max(sizeOf(node.left, site, context), sizeOf(node.right, site, context))
      return count > mostItems ? report(count) : undefined
    }),
    onCall(
      [
        ...['zeros', 'ones', 'empty', 'full', 'arange', 'eye', 'identity'].map(
          (name) => `numpy.${name}`,
        ),
        'numpy.random.rand',
        'numpy.random.randn',
        'builtins.bytearray',
        'builtins.bytes',
      ],
      (call, context) => {
        const [first] = call.values(0)
        const count = first ? itemsOf(first, context) : 0
        return count > mostItems ? report(count) : undefined
      },
    ),
    onCall(
      ['builtins.list', 'builtins.tuple', 'builtins.set', 'builtins.sorted'],
      (call, context) => {
        const range = call.argument(0)
        if (range?.kind !== 'Call') return undefined
        if (!context.meaning.paths(range.func, call.site).includes('builtins.range'))
          return undefined
        const bounds = range.args.map((bound) => sizeOf(bound, call.site, context))
        const count = Math.max(0, ...bounds)
        return count > mostItems ? report(count) : undefined
      },
    ),
  ],
}

function report(count: number): Report {
  return {
    message: `This asks for about ${count.toExponential(0)} items at once.`,
    help: 'Work in pieces, or on fewer rows.',
  }
}

function isRepeated(node: Expression, site: Site, { meaning }: Context): boolean {
  const [value] = meaning.values(node, site)
  return value?.kind === 'sequence' || value?.kind === 'text'
}

function sizeOf(node: Expression, site: Site, { meaning }: Context): number {
  const [value, more] = meaning.values(node, site)
  if (value?.kind !== 'number' || more) return 0
  return Number(value.value)
}

/** `2 ** 10**9` has a billion digits; floats overflow instead. */
function hugePower(base: Expression, exponent: Expression, site: Site, context: Context) {
  const by = sizeOf(exponent, site, context)
  const [value] = context.meaning.values(base, site)
  const isWhole =
    value?.kind === 'number' &&
    Number.isInteger(Number(value.value)) &&
    Math.abs(Number(value.value)) > 1
  return isWhole && by > 10_000_000 ? report(by) : undefined
}

function itemsOf(value: Value, context: Context): number {
  if (value.kind === 'number') return Number(value.value)
  if (value.kind !== 'sequence') return 0
  return value.items.reduce(
    (product, { node, site }) => product * (sizeOf(node, site, context) || 1),
    1,
  )
}
