import { createHash } from 'node:crypto'
import { asSha256, type Sha256 } from '../../kernel/ids.ts'
import type { Issue, Parsed } from '../../kernel/issue.ts'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import type { PythonRuntime } from '../../kernel/runtime.ts'

/**
 * How the packages were chosen: as locked with hashes; the locked versions in other files; within the stated ranges;
 * what a Python of the system has; what the distribution's packages gave.
 */
export const runtimeSources = ['lock', 'pins', 'ranges', 'system', 'distribution'] as const
export type RuntimeSource = (typeof runtimeSources)[number]

/** One package: `sha256` is that of its wheel, or of its list of files with hashes; absent where nothing states one. */
export interface PackageRecord {
  readonly version: string
  readonly sha256?: Sha256
}

export type PackageRecords = { readonly [name: string]: PackageRecord }

/** A path as it was when the runtime was made; any difference makes the runtime void. */
export interface Stamp {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** The `runtime.json` of a complete runtime, format 1. */
export interface RuntimeRecord {
  readonly source: RuntimeSource
  readonly python: string
  readonly mounts: readonly string[]
  readonly matplotlibCache?: string
  readonly version: string
  readonly packages: PackageRecords
  readonly digest: Sha256
  readonly planDigest: string
  readonly stamps: readonly Stamp[]
  /** What a person should know about how this runtime was made. */
  readonly notes: readonly string[]
}

/** SHA-256 over the canonical JSON (RFC 8785) of the interpreter's version and all packages, names in code unit order. */
export function digestRuntime(version: string, packages: PackageRecords): Sha256 {
  const sorted = Object.fromEntries(
    Object.entries(packages)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { version, sha256 }]) => [name, sha256 ? { sha256, version } : { version }]),
  )
  const text = JSON.stringify({ packages: sorted, version })
  return createHash('sha256').update(text).digest('hex') as Sha256
}

/** The text of a `runtime.json`. */
export function formatRecord(record: RuntimeRecord): string {
  return `${JSON.stringify({ format: 1, ...record }, null, 2)}\n`
}

/** Reads a `runtime.json`; wrong shape, another format or a digest that does not fit its packages are issues. */
export function parseRecord(text: string): Parsed<RuntimeRecord> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, issues: [{ path: [], message: 'is not JSON' }] }
  }
  if (!isJsonObject(value)) return { ok: false, issues: [{ path: [], message: 'is no object' }] }
  const issues = Object.entries(checks).flatMap(([key, check]): Issue[] =>
    check.holds(value[key]) ? [] : [{ path: [key], message: `must be ${check.what}` }],
  )
  if (issues.length > 0) return { ok: false, issues }
  const record = value as unknown as RuntimeRecord
  if (digestRuntime(record.version, record.packages) !== record.digest) {
    return { ok: false, issues: [{ path: ['digest'], message: 'does not fit the packages' }] }
  }
  return { ok: true, value: record }
}

/** What the rest of Cordon sees of a runtime. */
export function toRuntime(record: RuntimeRecord): PythonRuntime {
  const versions = Object.entries(record.packages).map(([name, { version }]) => [name, version])
  return {
    python: record.python,
    mounts: record.mounts,
    matplotlibCache: record.matplotlibCache,
    version: record.version,
    packages: Object.fromEntries(versions),
    digest: record.digest,
  }
}

interface Check {
  readonly what: string
  readonly holds: (value: Json | undefined) => boolean
}

const isText = (value: Json | undefined) => typeof value === 'string' && value !== ''
const isPath = (value: Json | undefined) => typeof value === 'string' && value.startsWith('/')
const isDigest = (value: Json | undefined) =>
  typeof value === 'string' && asSha256(value) !== undefined

const checks: { readonly [key: string]: Check } = {
  format: { what: '1', holds: (value) => value === 1 },
  source: { what: 'a known source', holds: (value) => runtimeSources.some((s) => s === value) },
  python: { what: 'an absolute path', holds: isPath },
  mounts: {
    what: 'absolute paths',
    holds: (value) => Array.isArray(value) && value.every(isPath),
  },
  matplotlibCache: {
    what: 'an absolute path',
    holds: (value) => value === undefined || isPath(value),
  },
  version: { what: 'a version', holds: isText },
  packages: {
    what: 'packages with version and hash',
    holds: (value) => isJsonObject(value) && Object.values(value).every(isPackage),
  },
  digest: { what: 'a SHA-256', holds: isDigest },
  planDigest: { what: 'a SHA-256', holds: isDigest },
  stamps: {
    what: 'paths with size and time',
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every(isStamp),
  },
  notes: {
    what: 'sentences',
    holds: (value) => Array.isArray(value) && value.every(isText),
  },
}

function isPackage(value: Json): boolean {
  if (!isJsonObject(value)) return false
  return isText(value['version']) && (value['sha256'] === undefined || isDigest(value['sha256']))
}

function isStamp(value: Json): boolean {
  if (!isJsonObject(value)) return false
  return (
    isPath(value['path']) && Number.isFinite(value['size']) && Number.isFinite(value['mtimeMs'])
  )
}
