import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** ruamel's loaders that make any object. */
export const ruamelYamlUnsafe: Rule = {
  id: 'ruamel-yaml-unsafe',
  title: 'YAML is read by ruamel with a loader that makes any object',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onCall(['ruamel.yaml.YAML'], (call) =>
      call.texts(0, 'typ').includes('unsafe')
        ? { message: '`YAML(typ="unsafe")` makes whatever objects the text asks for.', help }
        : undefined,
    ),
    onCall(['ruamel.yaml.load', 'ruamel.yaml.load_all', 'ruamel.yaml.unsafe_load'], (call) => {
      const loader = call.values(1, 'Loader')
      const isSafe = loader.some(
        (value) =>
          value.kind === 'path' && /\.(C?SafeLoader|RoundTripLoader|BaseLoader)$/.test(value.path),
      )
      if (isSafe && !call.name.endsWith('unsafe_load')) return undefined
      return { message: `\`${call.shortName}\` makes whatever objects the text asks for.`, help }
    }),
  ],
}

const help = 'Use `YAML(typ="safe")`.'
