import type { Finding } from '../kernel/finding.ts'
import type { Severity } from '../kernel/severity.ts'
import { severities } from '../kernel/severity.ts'

/** What was found in one file, with the text that the findings' offsets refer to. */
export interface FileReport {
  /** As the reader knows it: a path relative to where he is, or `<stdin>`. */
  readonly path: string
  readonly text: string
  readonly findings: readonly Finding[]
}

/** How many findings there are of each severity. */
export function countBySeverity(files: readonly FileReport[]): Readonly<Record<Severity, number>> {
  const counts = { low: 0, medium: 0, high: 0, critical: 0 }
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++
  return counts
}

/** `2 findings in 1 of 3 files: 1 critical, 1 low`, or `No findings in 3 files`. */
export function summarise(files: readonly FileReport[]): string {
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
