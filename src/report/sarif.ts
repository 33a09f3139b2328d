import type { Finding, FlowStep, Span } from '../kernel/finding.ts'
import type { Json } from '../kernel/json.ts'
import { fingerprintsOf } from './fingerprint.ts'
import type { FileReport, Report, SuppressedFinding } from './report.ts'
import { levelOf } from './sarif-level.ts'
import type { RulePage } from './sarif-rules.ts'
import { sarifRules } from './sarif-rules.ts'
import { artifactUri } from './uri.ts'

export interface SarifOptions {
  /** Version of Cordon, as in its package. */
  readonly version: string
  /** Every rule that was on, with its page in Markdown. */
  readonly rules: readonly RulePage[]
}

/** A scan as a SARIF 2.1.0 log (OASIS, 2020) with one run; suppressed findings are in it, marked as such. */
export function renderSarif(report: Report, { version, rules }: SarifOptions): Json {
  const places = new Map(rules.map(({ rule }, at) => [rule.id, at]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Cordon', semanticVersion: version, rules: sarifRules(rules) } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(report)],
        results: report.files.flatMap((file) => resultsOf(file, places)),
      },
    ],
  }
}

function invocation({ errors }: Report): Json {
  return {
    executionSuccessful: errors.length === 0,
    ...(errors.length > 0 && {
      toolExecutionNotifications: errors.map(({ path, message }) => ({
        level: 'error',
        message: { text: message },
        locations: [{ physicalLocation: { artifactLocation: { uri: artifactUri(path) } } }],
      })),
    }),
  }
}

type Places = ReadonlyMap<string, number>

function resultsOf(file: FileReport, places: Places): readonly Json[] {
  const { findings, suppressed = [] } = file
  if (findings.length + suppressed.length === 0) return []
  const names = fingerprintsOf(file)
  const uri = artifactUri(file.path)
  const result = (finding: Finding, suppression?: SuppressedFinding): Json => {
    const ruleIndex = places.get(finding.rule)
    return {
      ruleId: finding.rule,
      ...(ruleIndex !== undefined && { ruleIndex }),
      level: levelOf(finding.severity),
      rank: Math.round(finding.confidence * 100),
      message: { text: textOf(finding) },
      locations: [locationOf(uri, finding.span)],
      partialFingerprints: { 'cordonFinding/v1': names.get(finding) ?? '' },
      ...(finding.flow && { codeFlows: [codeFlow(uri, finding.flow)] }),
      ...(suppression && {
        suppressions: [{ kind: 'inSource', justification: suppression.reason }],
      }),
      properties: { severity: finding.severity, confidence: finding.confidence },
    }
  }
  return [
    ...findings.map((finding) => result(finding)),
    ...suppressed.map((one) => result(one.finding, one)),
  ]
}

function textOf({ message, help }: Finding): string {
  return help === undefined ? message : `${message} ${help}`
}

function codeFlow(uri: string, flow: readonly FlowStep[]): Json {
  const locations = flow.map(({ span, message }) => ({
    location: { ...locationOf(uri, span), message: { text: message } },
  }))
  return { threadFlows: [{ locations }] }
}

/** SARIF counts lines and columns from 1, and ends are exclusive as ours. */
function locationOf(uri: string, span: Span): { readonly [key: string]: Json } {
  return {
    physicalLocation: {
      artifactLocation: { uri },
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
