import type { Report, Rule } from '../../rule.ts'
import { onAssign, onCall, onDict, onKeyword } from '../../rule.ts'

const help = 'Keep to what the site allows.'

/** A site's wishes are passed over. */
export const robotsIgnored: Rule = {
  id: 'robots-ignored',
  title: "A site's rules for robots are passed over",
  layer: 'names',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [
    onAssign(/^ROBOTSTXT_OBEY$/, ({ node }): Report | undefined => {
      const isSetting = node.targets.some(
        (target) => target.kind === 'Name' && target.id === 'ROBOTSTXT_OBEY',
      )
      const isOff = node.value.kind === 'Constant' && node.value.value === false
      return isSetting && isOff ? { message: '`ROBOTSTXT_OBEY` is off.', help } : undefined
    }),
    onDict(/^ROBOTSTXT_OBEY$/, ({ node, site }, { meaning }): Report | undefined => {
      const at = node.keys.findIndex((key) => key && meaning.text(key, site) === 'ROBOTSTXT_OBEY')
      const value = node.values[at]
      return value?.kind === 'Constant' && value.value === false
        ? { message: '`ROBOTSTXT_OBEY` is off.', help, at: value }
        : undefined
    }),
    onCall(
      ['scrapy.settings.Settings().set', 'scrapy.utils.project.get_project_settings().set', '.set'],
      (call): Report | undefined =>
        call.text(0, 'name') === 'ROBOTSTXT_OBEY' && call.isFlag('value', false, 1)
          ? { message: '`ROBOTSTXT_OBEY` is off.', help }
          : undefined,
    ),
    onKeyword(
      ['respect_robots_txt', 'obey_robots', 'check_robots_txt'],
      ({ node: { arg: keyword, value: node } }): Report | undefined =>
        node.kind === 'Constant' && node.value === false
          ? { message: `\`${keyword}\` is off.`, help }
          : undefined,
    ),
  ],
}
