import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onDict } from '../../rule.ts'

const dangerous = /^(ext:\/\/)?(os|subprocess|builtins|shutil|runpy|importlib|pty|code)\./

/** Logging settings, which can name any function to be called. */
export const loggingConfigCode: Rule = {
  id: 'logging-config-code',
  title: 'Logging is configured from outside, which can run code',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [94],
  owasp: ['A05:2021', 'A08:2021'],
  on: [
    onCall(['logging.config.listen'], (call) =>
      call.argument(0, 'verify')?.kind === 'Constant' || !call.argument(1, 'verify')
        ? {
            message: '`logging.config.listen` takes settings from any process of the machine.',
            help: 'Pass `verify=`, or read the settings once at the start.',
          }
        : undefined,
    ),
    onCall(
      ['logging.config.dictConfig', 'logging.config.DictConfigurator', 'logging.config.fileConfig'],
      (call, context) => {
        const source = call.argument(0)
        if (!source || !isUntrusted(source, call.site, context)) return undefined
        return {
          message: `\`${call.shortName}\` calls whatever functions settings from outside name.`,
          help: 'Keep the settings in the program.',
        }
      },
    ),
    onDict(/^\(\)$/, ({ node, site }, { meaning }) => {
      const at = node.keys.findIndex((key) => key?.kind === 'Constant' && key.value === '()')
      const value = at < 0 ? undefined : node.values[at]
      const names = value ? [...meaning.texts(value, site), ...meaning.paths(value, site)] : []
      const name = names.find((text) => dangerous.test(text))
      return name === undefined
        ? undefined
        : {
            message: `The settings have \`${name}\` called.`,
            help: 'Name a handler or a formatter.',
          }
    }),
  ],
}
