import type { z } from 'zod'
import type { Issue, Parsed } from './issue.ts'

/** Reads an unknown value through a schema; every fault becomes an issue under `path`. */
export function parseWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: readonly (string | number)[] = [],
): Parsed<T> {
  const read = schema.safeParse(value)
  if (read.success) return { ok: true, value: read.data }
  return { ok: false, issues: read.error.issues.flatMap((fault) => issuesOf(fault, path)) }
}

function issuesOf(fault: z.core.$ZodIssue, path: readonly (string | number)[]): Issue[] {
  const at = [...path, ...fault.path.map((key) => (typeof key === 'number' ? key : String(key)))]
  if (fault.code === 'unrecognized_keys') {
    return fault.keys.map((key) => ({ path: [...at, key], message: 'is no known setting' }))
  }
  if (fault.code === 'invalid_union' && fault.errors.length > 0) {
    const [nearest] = [...fault.errors].sort((a, b) => a.length - b.length)
    const only = nearest?.[0]
    if (only && only.path.length > 0) return issuesOf(only, at)
  }
  return [{ path: at, message: fault.message }]
}
