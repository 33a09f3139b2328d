import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Join on a key, or work on a sample.'

/** Every row meets every row. */
export const crossJoin: Rule = {
  id: 'cross-join',
  title: 'Every row is joined with every other',
  layer: 'data',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [400],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      ['pandas.merge', 'pandas.DataFrame().merge', 'pandas.DataFrame().join', '.merge', '.join'],
      (call) =>
        call.texts(-1, 'how').includes('cross')
          ? { message: `\`${call.shortName}\` joins every row with every other.`, help }
          : undefined,
    ),
    onCall(['itertools.product', 'itertools.combinations', 'itertools.permutations'], (call) => {
      const isProduct = call.name.endsWith('product')
      const repeat =
        integerOf((isProduct ? call.values(-1, 'repeat') : call.values(1, 'r'))[0]) ?? 0
      return repeat >= 8
        ? {
            message: `\`${call.shortName}\` makes every choice of ${repeat} items.`,
            help,
            confidence: 0.6,
          }
        : undefined
    }),
  ],
}
