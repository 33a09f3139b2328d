import { z } from 'zod'
import { didYouMean } from '../kernel/closest.ts'
import type { Issue, Parsed } from '../kernel/issue.ts'
import { parseWith } from '../kernel/parse.ts'
import { severities } from '../kernel/severity.ts'
import { readYaml, withLines } from '../kernel/yaml.ts'
import { presets } from './presets/index.ts'
import type { RestrictedModule } from './restricted-modules.ts'
import { rules as allRules } from './rules/index.ts'
import type { SecuritySettings } from './security-policy.ts'
import { SecurityPolicy } from './security-policy.ts'
import { textViews } from './text-views.ts'
import { readyPattern } from './user-patterns.ts'

/**
 * Reads a security policy from YAML text. Every fault becomes an issue with its path and line: `extends`, `threshold`,
 * `modules`, `unrestricted`, `imports`, `patterns` and `rules` are what there may be.
 */
export function parseSecurityPolicy(text: string): Parsed<SecurityPolicy> {
  const yaml = readYaml(text)
  if (!yaml.ok) return yaml
  const read = readSettings(yaml.value.value ?? {})
  if (read.ok) return { ok: true, value: new SecurityPolicy(read.value) }
  return { ok: false, issues: withLines(read.issues, yaml.value) }
}

const dotted = z.string().regex(/^\w+(\.\w+)*$/, 'must be a dotted name such as `os.path`')
const severity = z.preprocess(lowerCase, z.enum(severities))
const names = z.array(dotted).min(1)

const Settings = z.strictObject({
  extends: z.union([z.string(), z.array(z.string())]).optional(),
  threshold: z.preprocess(lowerCase, z.enum(['safe', ...severities])).optional(),
  modules: z
    .array(
      z.strictObject({
        module: dotted,
        severity: severity.default('high'),
        description: z.string().min(1).exactOptional(),
        allow: names.exactOptional(),
        deny: names.exactOptional(),
      }),
    )
    .default([]),
  unrestricted: z.array(dotted).default([]),
  imports: z
    .strictObject({
      mode: z.enum(['allow-list', 'deny-list']).exactOptional(),
      allow: z.array(dotted).default([]),
      deny: z.array(dotted).default([]),
    })
    .optional(),
  patterns: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a name such as `no-production-host`'),
        pattern: z.string().min(1),
        in: z.enum(textViews).default('code'),
        severity: severity.default('high'),
        description: z.string().min(1).exactOptional(),
      }),
    )
    .default([]),
  rules: z
    .strictObject({
      off: z.array(z.string()).default([]),
      severity: z.record(z.string(), severity).default({}),
    })
    .prefault({}),
})

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function readSettings(value: unknown): Parsed<SecuritySettings> {
  const read = parseWith(Settings, value)
  if (!read.ok) return read
  const { extends: named = [], threshold, imports, ...rest } = read.value
  const wanted = typeof named === 'string' ? [named] : named
  const isList = typeof named !== 'string'
  const issues = [
    ...wanted.flatMap((name, at) => unknownPreset(name, isList ? ['extends', at] : ['extends'])),
    ...rest.rules.off.flatMap((id, at) => unknownRule(id, ['rules', 'off', at])),
    ...Object.keys(rest.rules.severity).flatMap((id) => unknownRule(id, ['rules', 'severity', id])),
    ...rest.patterns.flatMap((pattern, at) => {
      const ready = readyPattern(pattern, ['patterns', at])
      return ready.ok ? [] : ready.issues
    }),
  ]
  if (issues.length > 0) return { ok: false, issues }
  const modules: readonly RestrictedModule[] = rest.modules
  const base = wanted.flatMap((name) => presets.get(name) ?? [])
  return {
    ok: true,
    value: {
      ...rest,
      modules,
      extends: base,
      ...(imports && { imports }),
      ...(threshold !== undefined && { threshold }),
    },
  }
}

function unknownPreset(name: string, path: Issue['path']): readonly Issue[] {
  if (presets.has(name)) return []
  return [{ path, message: `there is no policy "${name}"${didYouMean(name, presets.keys())}` }]
}

function unknownRule(id: string, path: Issue['path']): readonly Issue[] {
  const ids = allRules.map((rule) => rule.id)
  return ids.includes(id)
    ? []
    : [{ path, message: `there is no rule "${id}"${didYouMean(id, ids)}` }]
}
