import type { Node } from 'yaml'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { didYouMean } from '../kernel/closest.ts'
import type { Issue, Parsed } from '../kernel/issue.ts'
import { parseWith } from '../kernel/parse.ts'
import { severities } from '../kernel/severity.ts'
import { presets } from './presets/index.ts'
import type { RestrictedModule } from './restricted-modules.ts'
import { rules as allRules } from './rules/index.ts'
import type { SecuritySettings } from './security-policy.ts'
import { SecurityPolicy } from './security-policy.ts'

/**
 * Reads a security policy from YAML text. Every fault becomes an issue with its path and line:
 * `extends`, `threshold`, `modules`, `unrestricted` and `rules` are what there may be.
 */
export function parseSecurityPolicy(text: string): Parsed<SecurityPolicy> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineOf = (path: Issue['path']) => {
    for (let depth = path.length; depth > 0; depth--) {
      const start = (document.getIn(path.slice(0, depth), true) as Node | undefined)?.range?.[0]
      if (start !== undefined) return lines.linePos(start).line
    }
    return undefined
  }
  if (document.errors.length > 0) {
    return {
      ok: false,
      issues: document.errors.map((error) => ({
        path: [],
        message: `is no valid YAML: ${error.message}`,
        line: lines.linePos(error.pos[0]).line,
      })),
    }
  }
  const read = readSettings(() => document.toJS({ maxAliasCount }))
  if (read.ok) return { ok: true, value: new SecurityPolicy(read.value) }
  const issues = read.issues.map((issue) => {
    const line = lineOf(issue.path)
    return line === undefined ? issue : { ...issue, line }
  })
  return { ok: false, issues }
}

/** Aliases that stand for more than this many nodes each are an attack (CWE-776). */
const maxAliasCount = 100

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

function readSettings(toValue: () => unknown): Parsed<SecuritySettings> {
  let value: unknown
  try {
    value = toValue() ?? {}
  } catch {
    return { ok: false, issues: [{ path: [], message: 'has too many aliases' }] }
  }
  const read = parseWith(Settings, value)
  if (!read.ok) return read
  const { extends: named = [], threshold, ...rest } = read.value
  const wanted = typeof named === 'string' ? [named] : named
  const isList = typeof named !== 'string'
  const issues = [
    ...wanted.flatMap((name, at) => unknownPreset(name, isList ? ['extends', at] : ['extends'])),
    ...rest.rules.off.flatMap((id, at) => unknownRule(id, ['rules', 'off', at])),
    ...Object.keys(rest.rules.severity).flatMap((id) => unknownRule(id, ['rules', 'severity', id])),
  ]
  if (issues.length > 0) return { ok: false, issues }
  const modules: readonly RestrictedModule[] = rest.modules
  const base = wanted.flatMap((name) => presets.get(name) ?? [])
  return {
    ok: true,
    value: { ...rest, modules, extends: base, ...(threshold !== undefined && { threshold }) },
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
