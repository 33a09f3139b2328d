import type { Finding } from '../kernel/finding.ts'
import type { SuppressedFinding } from '../report/report.ts'

/** What was found in one text; plain data, so that it can pass between threads and be kept. */
export interface ScannedText {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly SuppressedFinding[]
  /** The lines that reports show, by number. */
  readonly lines: Readonly<Record<number, string>>
}

/** One file's end: what was found, or why it could not be scanned. */
export type ScannedFile =
  | { readonly status: 'scanned'; readonly text: ScannedText }
  | { readonly status: 'failed'; readonly message: string }
