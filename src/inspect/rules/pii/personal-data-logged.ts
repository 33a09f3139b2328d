import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isPersonalName } from '../../tables/personal-names.ts'

const loggers = ['debug', 'info', 'warning', 'error', 'critical', 'exception'].flatMap((name) => [
  `logging.${name}`,
  `logging.getLogger().${name}`,
  `loguru.logger.${name}`,
])

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
    onCall(loggers, (call) => {
      for (const argument of call.call?.args ?? []) {
        const parts =
          argument.kind === 'JoinedStr'
            ? argument.values.map((part) => (part.kind === 'FormattedValue' ? part.value : part))
            : [argument]
        const name = parts
          .map((part) =>
            part.kind === 'Name' || part.kind === 'Attribute' ? nameOf(part) : undefined,
          )
          .find((one) => one !== undefined && isPersonalName(one))
        if (name !== undefined)
          return {
            message: `\`${call.shortName}\` logs \`${name}\`, which tells who a person is.`,
            help: 'Log an internal number instead.',
          }
      }
      return undefined
    }),
  ],
}
