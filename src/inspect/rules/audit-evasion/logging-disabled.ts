import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onStore } from '../../rule.ts'

/** Nothing is logged any more. */
export const loggingDisabled: Rule = {
  id: 'logging-disabled',
  title: 'All logging is turned off',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [778],
  owasp: ['A09:2021'],
  on: [
    onCall(['logging.disable'], (call) => {
      const [level] = call.values(0, 'level')
      const isAll =
        !call.argument(0, 'level') ||
        (integerOf(level) ?? 0) >= 50 ||
        (level?.kind === 'path' && /^logging\.(CRITICAL|FATAL)$/.test(level.path))
      return isAll
        ? {
            message: '`logging.disable` silences every logger of the process.',
            help: 'Set the level of the one logger that is too loud.',
          }
        : undefined
    }),
    onStore(({ owners, attribute }) =>
      attribute === 'disabled' &&
      owners.some((owner) => /^logging\.(root|getLogger\(\))$/.test(owner))
        ? { message: 'The logger is turned off.', help: 'Set its level.' }
        : undefined,
    ),
    onStore(({ owners, attribute }) =>
      attribute === 'excepthook' && owners.includes('sys')
        ? { message: '`sys.excepthook` is replaced, so that errors may go unseen.' }
        : undefined,
    ),
  ],
}
