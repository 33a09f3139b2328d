import type { Finding } from '../kernel/finding.ts'
import type { Json } from '../kernel/json.ts'
import { fingerprintsOf } from './fingerprint.ts'
import type { FileReport, Report } from './report.ts'
import { countBySeverity } from './report.ts'

/** Raised when a field changes its meaning or goes away; new fields may come at any time. */
export const scanDocumentName = 'cordon.scan/1'

/** A scan as one stable document: `{document, files, findings, suppressed, errors, summary}`, in the order of files and text. */
export function renderJson({ files, errors }: Report): Json {
  const counts = countBySeverity(files)
  return {
    document: scanDocumentName,
    files: files.map(({ path }) => path),
    findings: files.flatMap(findingsAsJson),
    suppressed: files.flatMap(suppressedAsJson),
    errors: errors.map(({ path, message }) => ({ path, message })),
    summary: { ...counts, total: counts.low + counts.medium + counts.high + counts.critical },
  }
}

function findingsAsJson(file: FileReport): readonly Json[] {
  if (file.findings.length === 0) return []
  const names = fingerprintsOf(file)
  return file.findings.map((finding) => ({
    file: file.path,
    ...findingAsJson(finding),
    fingerprint: names.get(finding) ?? '',
  }))
}

function suppressedAsJson({ path, suppressed = [] }: FileReport): readonly Json[] {
  return suppressed.map(({ finding, reason }) => ({
    file: path,
    rule: finding.rule,
    line: finding.span.line,
    reason,
  }))
}

/** One finding; lines count from 1, columns from 0, offsets and columns in UTF-16 units, ends are exclusive. */
function findingAsJson(finding: Finding): { readonly [key: string]: Json } {
  const { rule, layer, severity, confidence, persona, message, help, span, cwe, flow } = finding
  return {
    rule,
    severity,
    confidence,
    layer,
    persona,
    message,
    ...(help === undefined ? {} : { help }),
    span: { ...span },
    cwe: [...cwe],
    ...(flow
      ? { flow: flow.map((step) => ({ span: { ...step.span }, message: step.message })) }
      : {}),
  }
}
