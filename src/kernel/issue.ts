/** One thing that is wrong with an input, at a path such as `datasets -> bonds -> columns -> ISIN`. */
export interface Issue {
  readonly path: readonly (string | number)[]
  /** What is wrong and what would be right, without any data value or secret. */
  readonly message: string
  /** Line in the source text, from 1, where known. */
  readonly line?: number
}

/** A value, or everything that is wrong with the input it was to be read from. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** `a -> b -> c: message (line n)`, the form all of Cordon's configuration errors have. */
export function formatIssue(issue: Issue): string {
  const where = issue.path.length > 0 ? `${issue.path.join(' -> ')}: ` : ''
  const line = issue.line === undefined ? '' : ` (line ${issue.line})`
  return `${where}${issue.message}${line}`
}
