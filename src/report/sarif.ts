import type { Rule } from '../inspect/rule.ts'
import type { Finding, Span } from '../kernel/finding.ts'
import type { Json } from '../kernel/json.ts'
import type { Severity } from '../kernel/severity.ts'
import { LineIndex } from '../python/lines.ts'
import { fingerprints } from './fingerprint.ts'
import type { FileReport } from './report.ts'

export interface SarifOptions {
  /** Cordon's own version. */
  readonly version: string
  readonly rules: readonly Rule[]
  /** The Markdown page of a rule, shown beside its findings. */
  readonly pageOf: (rule: Rule) => string | undefined
}

type JsonObject = { readonly [key: string]: Json }

const levels: Readonly<Record<Severity, string>> = {
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
}
/** Scores as code hosts sort by them: 9.0 and more is critical, 7.0 high, 4.0 medium. */
const scores: Readonly<Record<Severity, string>> = {
  low: '3.0',
  medium: '5.5',
  high: '8.0',
  critical: '9.5',
}

/** Findings as SARIF 2.1.0 (OASIS): columns in UTF-16 units from 1, exclusive ends, fingerprints that outlive line moves. */
export function renderSarif(files: readonly FileReport[], options: SarifOptions): Json {
  const found = new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)))
  const rules = options.rules.filter(({ id }) => found.has(id))
  const indexes = new Map(rules.map(({ id }, index) => [id, index]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Cordon',
            version: options.version,
            semanticVersion: options.version,
            rules: rules.map((rule) => descriptor(rule, options.pageOf(rule))),
          },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ path }) => ({ location: { uri: uriOf(path) } })),
        results: files.flatMap((file, i) => results(file, i, indexes)),
      },
    ],
  }
}

function descriptor(rule: Rule, page: string | undefined): Json {
  const tags = rule.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`)
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: `${rule.title}.` },
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [
        'security',
        ...tags,
        ...rule.owasp.map((entry) => `external/owasp/${entry.toLowerCase()}`),
      ],
      precision: rule.confidence >= 0.9 ? 'very-high' : rule.confidence >= 0.75 ? 'high' : 'medium',
      'security-severity': scores[rule.severity],
    },
  }
}

function results(
  file: FileReport,
  artifact: number,
  indexes: ReadonlyMap<string, number>,
): readonly Json[] {
  const prints = fingerprints(file, new LineIndex(file.text))
  return file.findings.map((finding, i) => {
    const { rule, severity, message, help, flow } = finding
    const locate = (span: Span) => location(file.path, artifact, span)
    return {
      ruleId: rule,
      ...(indexes.has(rule) ? { ruleIndex: indexes.get(rule) ?? 0 } : {}),
      level: levels[severity],
      message: { text: help === undefined ? message : `${message} ${help}` },
      locations: [locate(finding.span)],
      partialFingerprints: { 'cordon/v1': prints[i] ?? '' },
      ...(flow ? { codeFlows: [codeFlow(flow, locate)] } : {}),
      properties: { severity, confidence: finding.confidence, layer: finding.layer },
    }
  })
}

function codeFlow(flow: NonNullable<Finding['flow']>, locate: (span: Span) => JsonObject): Json {
  return {
    threadFlows: [
      {
        locations: flow.map(({ span, message }) => ({
          location: { ...locate(span), message: { text: message } },
        })),
      },
    ],
  }
}

function location(path: string, index: number, span: Span): JsonObject {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path), index },
      region: {
        startLine: span.line,
        startColumn: span.column + 1,
        endLine: span.endLine,
        endColumn: span.endColumn + 1,
        charOffset: span.start,
        charLength: span.end - span.start,
      },
    },
  }
}

/** A relative reference (RFC 3986), with the separators of any system. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/')
  return parts.map((part) => encodeURIComponent(part.replaceAll(/\p{Cs}/gu, '\ufffd'))).join('/')
}
