import type { Finding } from '../kernel/finding.ts'
import type { Json } from '../kernel/json.ts'
import type { FileReport } from './report.ts'
import { countBySeverity } from './report.ts'

/** Raised when a field changes its meaning or goes away; new fields may come at any time. */
export const jsonVersion = 1

/** Findings as one stable document: `{version, files, findings, summary}`, in the order of files and text. */
export function renderJson(files: readonly FileReport[]): Json {
  const counts = countBySeverity(files)
  return {
    version: jsonVersion,
    files: files.map(({ path }) => path),
    findings: files.flatMap(({ path, findings }) =>
      findings.map((finding) => ({ file: path, ...findingAsJson(finding) })),
    ),
    summary: { ...counts, total: counts.low + counts.medium + counts.high + counts.critical },
  }
}

/** One finding; lines count from 1, columns from 0, offsets and columns in UTF-16 units, ends are exclusive. */
export function findingAsJson(finding: Finding): { readonly [key: string]: Json } {
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
