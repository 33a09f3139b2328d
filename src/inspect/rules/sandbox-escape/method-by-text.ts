import type { Meaning } from '../../../python/meaning.ts'
import type { Value } from '../../../python/values.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { appliers } from '../../tables/methods.ts'

const frames = ['', '[]', '.groupby()', '.groupby()[]']
  .map((part) => `pandas.DataFrame()${part}`)
  .concat('pandas.Series()')
const reaching =
  /^(to_(?!numeric|datetime|numpy|list|dict|frame|timestamp|period)\w+|eval|query|pipe|__\w+)$/

/** Methods that pandas calls because a text names them. */
export const methodByText: Rule = {
  id: 'method-by-text',
  title: 'A text names the method that pandas calls',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'gate',
  cwe: [470, 913],
  owasp: ['LLM05:2025'],
  on: [
    onCall(
      ['', ...frames].flatMap((frame) => [...appliers].map((method) => `${frame}.${method}`)),
      check,
    ),
    onCall(['operator.methodcaller'], (call) => reportOn(call, call.texts(0))),
  ],
}

function check(call: CallMatch, { meaning }: Context): Report | undefined {
  const isMap = call.name.endsWith('.map')
  const given = call.values(0, 'func')
  const values = isMap ? given.filter(({ kind }) => kind === 'text') : given
  return reportOn(call, textsIn(values, meaning))
}

function reportOn(call: CallMatch, texts: readonly string[]): Report | undefined {
  const name = texts.find((text) => reaching.test(text))
  if (name === undefined) return undefined
  return {
    message: `\`${call.shortName.split('.').at(-1)}\` calls \`${name}\`, which is given as text.`,
    help: `Call \`.${name}()\` itself.`,
  }
}

/** The texts that a value is or holds, of a dictionary those that are its values. */
function textsIn(values: readonly Value[], meaning: Meaning, depth = 0): readonly string[] {
  if (depth > 3) return []
  return values.flatMap((value) => {
    if (value.kind === 'text') return [value.text]
    if (value.kind === 'values') return textsIn(value.items, meaning, depth + 1)
    const items =
      value.kind === 'sequence'
        ? value.items
        : value.kind === 'mapping'
          ? value.entries.map((entry) => entry.value)
          : []
    return items.flatMap((item) => textsIn(meaning.valuesOf(item), meaning, depth + 1))
  })
}
