import { severities } from '../../kernel/severity.ts'
import type { SecuritySettings } from '../security-policy.ts'
import { environments } from './environments.ts'
import { topics } from './topics.ts'

const ofTopics: ReadonlyMap<string, SecuritySettings> = new Map(
  Object.entries(topics).flatMap(([name, modules]) => [
    [name, { modules }] as const,
    ...severities.map((severity) => {
      const own = modules.filter((it) => it.severity === severity)
      return [`${name}/${severity}`, { modules: own }] as const
    }),
  ]),
)

/** Ready-made settings: `development`, `research` and `production`; a topic such as `network`, or one harm of it: `network/high`. */
export const presets: ReadonlyMap<string, SecuritySettings> = new Map<string, SecuritySettings>([
  ...[...ofTopics].filter(([, { modules = [] }]) => modules.length > 0),
  ...Object.entries(environments).map(([name, { threshold, topics: names }]) => {
    const base = names.flatMap((topic) => ofTopics.get(topic) ?? [])
    return [name, { threshold, extends: base }] as const
  }),
])
