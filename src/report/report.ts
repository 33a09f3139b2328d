import type { Finding } from '../kernel/finding.ts'
import type { Severity } from '../kernel/severity.ts'
import { severities } from '../kernel/severity.ts'
import { LineIndex } from '../python/lines.ts'

/** The text of a line, from 1, without its line break; empty where there is no such line. */
export type SourceLines = (line: number) => string

/** What was found in one file. */
export interface FileReport {
  /** As the reader knows it: a path relative to where he is, or `<stdin>`. */
  readonly path: string
  /** The lines on which findings begin, and those before them; others may be missing. */
  readonly lineText: SourceLines
  /** In the order of the text. */
  readonly findings: readonly Finding[]
  /** What a comment in the file takes out, with the reason that it gives. */
  readonly suppressed?: readonly SuppressedFinding[]
}

export interface SuppressedFinding {
  readonly finding: Finding
  readonly reason: string
}

/** A file or a folder that could not be looked at, and why. */
export interface FileError {
  readonly path: string
  readonly message: string
}

/** Everything that a scan has to tell. */
export interface Report {
  readonly files: readonly FileReport[]
  readonly errors: readonly FileError[]
}

/** The lines of a whole text. */
export function linesOf(text: string): SourceLines {
  const lines = new LineIndex(text)
  return (line) => text.slice(lines.startOf(line), lines.startOf(line + 1)).replace(/[\r\n]+$/, '')
}

/** How many findings there are of each severity. */
export function countBySeverity(files: readonly FileReport[]): Readonly<Record<Severity, number>> {
  const counts = { low: 0, medium: 0, high: 0, critical: 0 }
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++
  return counts
}

/** `2 findings in 1 of 3 files: 1 critical, 1 low`, or `No findings in 3 files`; then what was suppressed or not read. */
export function summarise(report: Report): string {
  const { files, errors } = report
  const suppressed = files.reduce((sum, file) => sum + (file.suppressed?.length ?? 0), 0)
  return [
    summariseFindings(files),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(errors.length > 0 ? [`${plural(errors.length, 'path')} not scanned`] : []),
  ].join('; ')
}

function summariseFindings(files: readonly FileReport[]): string {
  const counts = countBySeverity(files)
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0)
  if (total === 0) return `No findings in ${plural(files.length, 'file')}`
  const affected = files.filter(({ findings }) => findings.length > 0).length
  const where =
    files.length === affected ? plural(affected, 'file') : `${affected} of ${files.length} files`
  const kinds = severities
    .toReversed()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
  return `${plural(total, 'finding')} in ${where}: ${kinds.join(', ')}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
