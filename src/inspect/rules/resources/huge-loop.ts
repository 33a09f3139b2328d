import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { integerOf } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import { fromStrangers, originOf } from '../../origins.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** Rounds that take Python minutes even when they do nothing. */
const tooMany = 5_000_000_000

/** A loop that takes longer than any run has. */
export const hugeLoop: Rule = {
  id: 'huge-loop',
  title: 'A loop has thousands of millions of rounds',
  layer: 'names',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [400, 834],
  owasp: ['LLM10:2025'],
  on: [
    onNode('For', ({ node, site }, context) => {
      const count = roundsOf(node.iter, site, context)
      const chosen = chosenBy(node.iter, site, context)
      if (chosen) return { ...chosen, at: { start: node.start, end: node.iter.end } }
      return count > tooMany &&
        !/\b(break|return)\b/.test(context.text.slice(node.iter.end, node.end))
        ? {
            message: `This loop has about ${count.toExponential(0)} rounds.`,
            help: 'Work on whole columns, or on a sample.',
            at: { start: node.start, end: node.iter.end },
          }
        : undefined
    }),
  ],
}

/** Somebody else says how often. */
function chosenBy(iter: Expression, site: Site, context: Context): Report | undefined {
  if (iter.kind !== 'Call') return undefined
  if (!context.meaning.paths(iter.func, site).includes('builtins.range')) return undefined
  for (const bound of iter.args) {
    const origin = originOf(context, { node: bound, site }, fromStrangers, 'size')
    if (!origin) continue
    return {
      message: `\`${origin.name}\` says how many rounds this loop has.`,
      flow: origin.flow,
      confidence: 0.7,
      help: 'Cap the number first, for instance with `min(number, 1000)`.',
    }
  }
  return undefined
}

function roundsOf(node: Expression, site: Site, { meaning }: Context): number {
  if (node.kind !== 'Call' || !meaning.paths(node.func, site).includes('builtins.range')) return 0
  const [first, second, third] = node.args.map((bound) => numberOf(bound))
  const from = second === undefined ? 0 : (first ?? 0)
  return Math.abs(((second ?? first ?? 0) - from) / (third || 1))

  function numberOf(bound: Expression): number {
    const [value] = meaning.values(bound, site)
    return integerOf(value) ?? (value?.kind === 'number' ? Number(value.value) : 0)
  }
}
