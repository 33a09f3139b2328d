import type { Node } from '../../../python/nodes.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile, onNamedValue } from '../../rule.ts'
import { nationalIds } from '../../tables/identifiers.ts'

/** Names under which a number is one of those that nothing else tells. */
const namedIds = new RegExp(
  nationalIds.flatMap(({ context }) => context?.source ?? []).join('|'),
  'i',
)

/** Numbers that states give to people, with their checksums. */
export const nationalIdInCode: Rule = {
  id: 'national-id-in-code',
  title: "A person's national number is written in the code",
  layer: 'pattern',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [359],
  owasp: ['A04:2021'],
  on: [
    onFile((context) => {
      const found: Report[] = []
      for (const { text, node } of context.texts) {
        if (text.length < 9 || text.length > 20_000 || !/(?:\d[ .+-]?){6}/.test(text)) continue
        const kind = nationalIds.find(
          ({ form, check, context: needs }) =>
            !needs && [...text.matchAll(form)].some(([match]) => check(match)),
        )
        if (kind) found.push(report(kind.name, node))
      }
      return found
    }),
    onNamedValue(namedIds, ({ name, value, site }, { meaning }) => {
      const kinds = nationalIds.filter(({ context: needs }) => needs?.test(name))
      const text =
        value.kind === 'Constant' ? String(value.value) : (meaning.text(value, site) ?? '')
      const kind =
        text.length < 100
          ? kinds.find(({ form, check }) =>
              [...text.matchAll(form)].some(([match]) => check(match)),
            )
          : undefined
      return kind && report(kind.name, value)
    }),
  ],
}

function report(name: string, at: Node): Report {
  return {
    message: `The code holds what looks like a ${name}.`,
    at,
    help: 'Take real people out of the code; use made-up data that says so.',
  }
}
