import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isLogCall, shownBy } from '../../shown-values.ts'
import { logCalls } from '../../tables/loggers.ts'
import { isPersonalName } from '../../tables/personal-names.ts'

/** Variables that tell who a person is, in logs. */
export const personalDataLogged: Rule = {
  id: 'personal-data-logged',
  title: 'Personal data is logged',
  layer: 'names',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [532, 359],
  owasp: ['A09:2021'],
  on: [
    onCall([...logCalls, 'builtins.print'], (call) => {
      if (!isLogCall(call)) return undefined
      const isPrint = call.name === 'builtins.print'
      const names = shownBy(call).map((node) =>
        isPrint && node.kind !== 'Attribute' ? undefined : nameOf(node),
      )
      const name = names.find((one) => one !== undefined && isPersonalName(one))
      if (name === undefined) return undefined
      return {
        message: `\`${call.shortName}\` ${isPrint ? 'shows' : 'logs'} \`${name}\`, which tells who a person is.`,
        help: 'Log an internal number instead.',
      }
    }),
  ],
}
