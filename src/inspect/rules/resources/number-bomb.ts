import { integerOf } from '../../../python/values.ts'
import { walk } from '../../../python/visit.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { originAt } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
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
  ],
}

/** The number is a request's, also as `int(…)` of it, which cleans a text but not its size. */
function isSent(call: CallMatch, at: number, context: Context): boolean {
  const node = call.argument(at)
  if (!node) return false
  const nodes =
    node.kind === 'Name' ? context.meaning.assigned(node, call.site) : [{ node, site: call.site }]
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
