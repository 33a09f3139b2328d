import type { Report, Rule } from '../../rule.ts'
import { onCall, onStore } from '../../rule.ts'

const help = 'Install the package, or import it relative to the script.'
const lists = ['sys.path', 'sys.meta_path', 'sys.path_hooks', 'sys.builtin_module_names']

/** The list of places from which modules come is changed. */
export const importPathChanged: Rule = {
  id: 'import-path-changed',
  title: 'Where modules are imported from is changed',
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [427],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...lists.flatMap((list) => ['append', 'insert', 'extend'].map((m) => `${list}.${m}`)),
        ...['site.addsitedir', 'site.addpackage', 'pkgutil.extend_path'],
      ],
      (call) => {
        if (!call.name.startsWith('sys.path.') && !call.name.startsWith('site.')) {
          return { message: `\`${call.shortName}\` changes how modules are found.`, help }
        }
        const place = call.text(call.name.endsWith('insert') ? 1 : 0)
        return reportPlace(call.shortName, place)
      },
    ),
    onStore(({ owners, attribute }) => {
      if (!owners.includes('sys') || attribute === null) return undefined
      if (!lists.includes(`sys.${attribute}`)) return undefined
      return { message: `\`sys.${attribute}\` is replaced.`, severity: 'medium', help }
    }),
  ],
}

/** Places that anybody may write to are a fault; the script's own folder is only a remark. */
function reportPlace(name: string, place: string | undefined): Report {
  const isOpen =
    place !== undefined &&
    /^(\/tmp|\/var\/tmp|\/dev\/shm|\/mnt|\/media|\\\\|[a-z]+:\/\/)/.test(place)
  return {
    message: isOpen
      ? `\`${name}\` lets modules be imported from \`${place}\`, where others may write.`
      : `\`${name}\` adds a place from which modules are imported.`,
    severity: isOpen ? 'high' : 'low',
    help,
  }
}
