import type { ClassDef } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const safeLoaders = new Set([
  'yaml.SafeLoader',
  'yaml.CSafeLoader',
  'yaml.BaseLoader',
  'yaml.CBaseLoader',
])
const help = 'Use `yaml.safe_load`.'

/** YAML that may make any object. */
export const yamlLoadUnsafe: Rule = {
  id: 'yaml-load-unsafe',
  title: 'YAML is read with a loader that makes any object',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onCall(['yaml.load', 'yaml.load_all'], (call, context) => {
      const loaders = call.values(1, 'Loader')
      const isSafe = loaders.some(
        (value) =>
          (value.kind === 'path' && safeLoaders.has(value.path)) ||
          (value.kind === 'class' && derivesFromSafe(value.node, value.site, context)),
      )
      if (isSafe || (loaders.length === 0 && call.hasSpread && call.call)) return undefined
      return { message: `\`${call.shortName}\` makes whatever objects the text asks for.`, help }
    }),
    onCall(
      ['yaml.unsafe_load', 'yaml.unsafe_load_all', 'yaml.full_load', 'yaml.full_load_all'],
      (call) => ({
        message: `\`${call.shortName}\` makes whatever objects the text asks for.`,
        help,
      }),
    ),
  ],
}

function derivesFromSafe(node: ClassDef, site: Site, { meaning }: Context): boolean {
  return node.bases.some((base) => meaning.paths(base, site).some((path) => safeLoaders.has(path)))
}
