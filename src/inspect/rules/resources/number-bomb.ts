import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { integerOf } from '../../../python/values.ts'
import { walk } from '../../../python/visit.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { originAt } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import type { SourceKind } from '../../tables/sources.ts'

const senders: ReadonlySet<SourceKind> = new Set(['request', 'tool'])

const largest = 200_000

/** A number that takes longer to work out than anyone waits. */
export const numberBomb: Rule = {
  id: 'number-bomb',
  title: 'A number is worked out that has millions of digits',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [400, 770],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      ['math.factorial', 'math.perm', 'math.comb', 'scipy.special.factorial', 'sympy.factorial'],
      (call, context) => {
        const isHuge = (integerOf(call.values(0)[0]) ?? 0) > largest
        return isHuge || isSent(call, 0, context)
          ? {
              message: `\`${call.shortName}\` works out a number ${isHuge ? 'with millions of digits' : 'as long as someone else wants'}.`,
            }
          : undefined
      },
    ),
    onCall(['builtins.pow'], (call, context) =>
      call.call?.args.length === 2 && isSent(call, 1, context)
        ? {
            message: '`pow` works out a number as long as someone else wants.',
            help: 'Check the exponent, or give a modulus.',
          }
        : undefined,
    ),
    onNode('BinOp', ({ node, site }, context) =>
      node.op === 'Pow' && isSentNumber(node.right, site, context)
        ? {
            message: '`**` works out a number as long as someone else wants.',
            help: 'Check the exponent, or use `pow` with a modulus.',
          }
        : undefined,
    ),
  ],
}

/** The number is a request's, also as `int(…)` of it, which cleans a text but not its size. */
function isSent(call: CallMatch, at: number, context: Context): boolean {
  const node = call.argument(at)
  return node !== undefined && isSentNumber(node, call.site, context)
}

function isSentNumber(number: Expression, at: Site, context: Context): boolean {
  if (number.kind === 'Constant') return false
  if (number.kind === 'Name' && context.tested.has(number, at, number.start)) return false
  const nodes =
    number.kind === 'Name' ? context.meaning.assigned(number, at) : [{ node: number, site: at }]
  return nodes.some(({ node: one, site }) => {
    let found = false
    walk(one, (inner) => {
      if (inner.kind !== 'Call' && inner.kind !== 'Subscript' && inner.kind !== 'Name') return true
      found ||= originAt(context, inner, site, senders) !== undefined
      return !found
    })
    return found
  })
}
