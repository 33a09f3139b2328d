import type { Call, Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Value } from '../../../python/values.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { fromStrangers, originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

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
      if (count > mostItems) return report(count)
      return chosen(node.left, site, context) ?? chosen(node.right, site, context)
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
        const [first] = call.values(0, 'shape')
        const count = first ? itemsOf(first, context) : 0
        if (count > mostItems) return report(count)
        const size = call.argument(0)
        return size && !isText(call) ? chosen(size, call.site, context) : undefined
      },
    ),
    onCall(
      ['builtins.list', 'builtins.tuple', 'builtins.set', 'builtins.sorted'],
      (call, context) => {
        const range = call.argument(0)
        if (range?.kind !== 'Call') return undefined
        const makers = context.meaning.paths(range.func, call.site)
        if (makers.includes('itertools.permutations')) {
          const rows = permutationsOf(range, call.site, context)
          return rows > mostItems ? report(rows) : undefined
        }
        if (makers.includes('itertools.product')) {
          const rows = productOf(range, call.site, context)
          return rows > mostItems ? report(rows) : undefined
        }
        if (!makers.includes('builtins.range')) return undefined
        const bounds = range.args.map((bound) => sizeOf(bound, call.site, context))
        const count = Math.max(0, ...bounds)
        if (count > mostItems) return report(count)
        const end = range.args.at(range.args.length > 1 ? 1 : 0)
        return end && chosen(end, call.site, context)
      },
    ),
  ],
}

/** How many rows `itertools.product` gives, as far as its parts are known. */
function productOf({ args, keywords }: Call, site: Site, context: Context): number {
  const repeat = keywords.find(({ arg }) => arg === 'repeat')
  const times = repeat ? sizeOf(repeat.value, site, context) || 1 : 1
  const rows = args.reduce((product, part) => product * lengthOf(part, site, context), 1)
  return rows ** times
}

function permutationsOf({ args: [all, some] }: Call, site: Site, context: Context): number {
  const count = all ? lengthOf(all, site, context) : 0
  const taken = some ? sizeOf(some, site, context) : count
  let rows = 1
  for (let left = count; left > count - taken && left > 0 && rows <= mostItems; left--) rows *= left
  return rows
}

function lengthOf(node: Expression, site: Site, context: Context): number {
  const [value] = context.meaning.values(node, site)
  if (value?.kind === 'text') return value.text.length
  if (value?.kind === 'sequence' || value?.kind === 'values') return value.items.length
  const isRange =
    node.kind === 'Call' && context.meaning.paths(node.func, site).includes('builtins.range')
  return isRange && node.args.length === 1 ? sizeOf(node.args[0] ?? node, site, context) || 1 : 1
}

const choosers: ReadonlySet<SourceKind> = new Set([...fromStrangers, 'number'])

/** Somebody else says how much. */
function chosen(size: Expression, site: Site, context: Context): Report | undefined {
  const origin = originOf(context, { node: size, site }, choosers, 'size')
  // A number that nobody made one is a text, which can't be multiplied with another.
  if (!origin || size.kind === 'Constant' || context.meaning.text(size, site) !== undefined)
    return undefined
  return {
    message: `\`${origin.name}\` says how much memory is asked for.`,
    flow: origin.flow,
    confidence: 0.7,
    help: 'Cap the number first, for instance with `min(number, 1000)`.',
  }
}

/** `bytes(text, 'utf8')` encodes, and takes as much as it is given. */
function isText({ name, call }: CallMatch): boolean {
  return (
    /^builtins\.(bytes|bytearray)$/.test(name) &&
    (call?.args[0]?.kind !== 'Call' || call.args.length > 1)
  )
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
  return isWhole && by >= 5_000_000 ? report(by) : undefined
}

function itemsOf(value: Value, context: Context): number {
  if (value.kind === 'number') return Number(value.value)
  if (value.kind !== 'sequence') return 0
  return value.items.reduce(
    (product, { node, site }) => product * (sizeOf(node, site, context) || 1),
    1,
  )
}
