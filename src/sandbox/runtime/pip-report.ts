import { asSha256 } from '../../kernel/ids.ts'
import type { Issue, Parsed } from '../../kernel/issue.ts'
import { isJsonObject, type Json } from '../../kernel/json.ts'
import type { PackageRecord, PackageRecords } from './record.ts'

/**
 * Reads which packages an installation took, with the SHA-256 of each archive, from pip's installation report
 * (pip 22.2 and newer, report version 1; download information as in PEP 610). A package without a hash is an issue.
 */
export function parsePipReport(text: string): Parsed<PackageRecords> {
  let report: unknown
  try {
    report = JSON.parse(text)
  } catch {
    return { ok: false, issues: [{ path: [], message: 'is not JSON' }] }
  }
  const items = isJsonObject(report) && report['version'] === '1' ? report['install'] : undefined
  if (!Array.isArray(items)) {
    return { ok: false, issues: [{ path: [], message: 'is no pip report of version 1' }] }
  }
  const issues: Issue[] = []
  const packages: { [name: string]: PackageRecord } = {}
  for (const [index, item] of items.entries()) {
    const found = readItem(item)
    if (typeof found === 'string') issues.push({ path: ['install', index], message: found })
    else packages[found.name] = found.record
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: packages }
}

function readItem(item: Json): { readonly name: string; readonly record: PackageRecord } | string {
  const name = at(item, 'metadata', 'name')
  const version = at(item, 'metadata', 'version')
  if (typeof name !== 'string' || typeof version !== 'string') return 'has no name or version'
  const archive = at(item, 'download_info', 'archive_info')
  const stated = at(archive, 'hashes', 'sha256') ?? at(archive, 'hash')
  const sha256 = typeof stated === 'string' ? asSha256(stated.replace(/^sha256=/, '')) : undefined
  if (!sha256) return `${name} ${version} came without a SHA-256`
  return { name: normalizeName(name), record: { version, sha256 } }
}

/** PEP 503: `Et_XMLfile` and `et-xmlfile` are one package. */
function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let current = value
  for (const key of keys) current = isJsonObject(current) ? current[key] : undefined
  return current
}
