import type { Severity } from '../kernel/severity.ts'

/** The SARIF level of a severity; GitHub's annotations have the same three. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  if (severity === 'low') return 'note'
  return severity === 'medium' ? 'warning' : 'error'
}
