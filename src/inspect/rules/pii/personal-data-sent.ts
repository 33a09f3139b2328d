import type { Expression, Subscript } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import { isIntimateName, isPersonalName } from '../../tables/personal-names.ts'

const models = [
  'openai.OpenAI().**',
  'openai.AsyncOpenAI().**',
  'openai.ChatCompletion.create',
  'anthropic.Anthropic().**',
  'litellm.completion',
  'ollama.chat',
  'langchain_openai.ChatOpenAI().invoke',
]

/** Vector stores, from which anyone who asks may be told. */
const stores = ['.add_texts', '.add_documents', '.aadd_documents', '.from_texts']

/** Personal columns in requests and prompts. */
export const personalDataSent: Rule = {
  id: 'personal-data-sent',
  title: 'Personal data leaves by the network or to a model',
  layer: 'data',
  severity: 'high',
  confidence: 0.75,
  persona: 'default',
  cwe: [359, 201],
  owasp: ['A04:2021', 'LLM02:2025'],
  on: [
    onCall([...httpCalls.keys(), ...models, ...stores], (call, context) => {
      if (!call.call) return undefined
      const { args, keywords } = call.call
      const values = [
        ...args,
        ...keywords.filter(({ arg }) => arg !== 'url').map(({ value }) => value),
      ]
      for (const value of values) {
        const name = personalIn(value, call.site, context, 0)
        if (name !== undefined)
          return {
            message: `\`${call.shortName}\` sends \`${name}\`, which tells who people are.`,
            help: 'Leave the column out, or send a keyed hash of it.',
          }
      }
      return undefined
    }),
  ],
}

/** A personal column within a value, through at most three names. */
function personalIn(
  root: Expression,
  site: Site,
  context: Context,
  depth: number,
): string | undefined {
  let found: string | undefined
  walk(root, (node) => {
    if (found !== undefined) return false
    if (node.kind === 'Subscript') found = columnOf(node, site, context)
    else if (node.kind === 'Attribute' && isIntimateName(node.attr)) found = node.attr
    else if (node.kind === 'Name' && depth < 3) {
      const [only, more] = context.meaning.assigned(node, site)
      if (only && !more) found = personalIn(only.node, only.site, context, depth + 1)
    }
    return true
  })
  return found
}

function columnOf(
  { value, slice }: Subscript,
  site: Site,
  { meaning }: Context,
): string | undefined {
  const isTable =
    meaning.paths(value, site).some((path) => path.startsWith('pandas.')) ||
    (value.kind === 'Name' && /^(df|frame|data|\w+_df|df_\w+)$/.test(value.id))
  if (!isTable) return undefined
  const keys = slice.kind === 'List' ? slice.elts : [slice]
  return keys
    .map((key) => meaning.text(key, site))
    .find((text) => text !== undefined && isPersonalName(text))
}
