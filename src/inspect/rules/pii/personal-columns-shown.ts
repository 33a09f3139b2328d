import type { Expression } from '../../../python/nodes.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isPersonalName } from '../../tables/personal-names.ts'

const shown = [
  'builtins.print',
  'IPython.display.display',
  'streamlit.write',
  'streamlit.dataframe',
  'streamlit.table',
  'pprint.pprint',
  ...['info', 'debug', 'warning', 'error'].flatMap((name) => [
    `logging.${name}`,
    `logging.getLogger().${name}`,
  ]),
]
const rows = new Set([
  'head',
  'tail',
  'sample',
  'to_string',
  'to_markdown',
  'tolist',
  'unique',
  'values',
  'to_dict',
])

/** Columns that tell who a person is, printed or displayed. */
export const personalColumnsShown: Rule = {
  id: 'personal-columns-shown',
  title: 'Personal data is shown',
  layer: 'data',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [359, 532],
  owasp: ['A04:2021', 'LLM02:2025'],
  on: [
    onCall(shown, (call, { meaning }) => {
      for (const argument of call.call?.args ?? []) {
        const name = columnIn(argument, (node) => meaning.text(node, call.site))
        if (name !== undefined)
          return {
            message: `\`${call.shortName}\` shows the column \`${name}\`, which tells who people are.`,
            help: 'Show counts or masked values.',
          }
      }
      return undefined
    }),
  ],
}

/** The personal column that an expression gives as it is: `df['email']`, `df[['email']].head()`, `f'{df.email}'`. */
function columnIn(
  node: Expression,
  textOf: (node: Expression) => string | undefined,
): string | undefined {
  switch (node.kind) {
    case 'Call':
      return node.func.kind === 'Attribute' && rows.has(node.func.attr)
        ? columnIn(node.func.value, textOf)
        : undefined
    case 'Attribute':
      return rows.has(node.attr) ? columnIn(node.value, textOf) : undefined
    case 'JoinedStr':
      return node.values
        .map((part) => (part.kind === 'FormattedValue' ? columnIn(part.value, textOf) : undefined))
        .find(Boolean)
    case 'Subscript': {
      const { slice } = node
      const keys =
        slice.kind === 'List' ? slice.elts : slice.kind === 'Tuple' ? slice.elts.slice(1) : [slice]
      const names = keys.flatMap((key) => (key.kind === 'List' ? key.elts : [key])).map(textOf)
      return names.find((name) => name !== undefined && isPersonalName(name))
    }
    default:
      return undefined
  }
}
