import { integerOf } from '../../../python/values.ts'
import type { Rule } from '../../rule.ts'
import { onAssign, onCall, onNamedValue, onStore } from '../../rule.ts'

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
    onCall(['logging.getLogger().handlers.clear', 'logging.root.handlers.clear'], () => ({
      message: 'No log is written any more.',
      help: 'Set the level of the one logger that is too loud.',
    })),
    onCall(['logging.getLogger().setLevel', 'logging.root.setLevel'], (call, { text }) => {
      const level = call.argument(0, 'level')
      const written = level ? text.slice(level.start, level.end) : ''
      const isAbove =
        (integerOf(call.values(0, 'level')[0]) ?? 0) > 50 ||
        /CRITICAL\s*\+\s*\d|FATAL\s*\+/.test(written)
      return isAbove
        ? {
            message: 'The level is above every message.',
            help: 'Set a level that lets errors through.',
          }
        : undefined
    }),
    onAssign(/^stderr$/, ({ node, site }, { meaning }) => {
      const [target] = node.targets
      const isError = target?.kind === 'Attribute' && target.attr === 'stderr'
      if (!isError || !meaning.paths(target.value, site).includes('sys')) return undefined
      const opened = node.value.kind === 'Call' ? node.value.args[0] : undefined
      const isNowhere =
        opened &&
        (meaning.texts(opened, site).includes('/dev/null') ||
          meaning.paths(opened, site).includes('os.devnull'))
      return isNowhere
        ? { message: 'Error messages go nowhere from here on.', help: 'Log them to a file.' }
        : undefined
    }),
    onNamedValue(/^HIST(FILE|SIZE|FILESIZE)$/, ({ value, site }, { meaning }) =>
      meaning.texts(value, site).some((file) => file === '' || file === '0' || file === '/dev/null')
        ? {
            message: 'The shell keeps no history of its commands.',
            help: 'Leave `HISTFILE` alone.',
          }
        : undefined,
    ),
    onStore(({ node, owners, attribute }, { text }) =>
      attribute === 'disabled' &&
      /^\s{0,8}=\s{0,8}(True|1)\b/.test(text.slice(node.end, node.end + 24)) &&
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
