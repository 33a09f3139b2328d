import type { Inspector } from '../inspect/inspect.ts'
import type { SecurityPolicy } from '../inspect/security-policy.ts'
import type { Finding } from '../kernel/finding.ts'
import { compareSeverity } from '../kernel/severity.ts'

/** An inspector that also reports what a security policy objects to; it can only make a verdict stricter. */
export function withViolations(inspect: Inspector, policy: SecurityPolicy): Inspector {
  return (source, datasets) => {
    const inspection = inspect(source, datasets)
    const worst = new Map<string, Finding>()
    for (const finding of [...inspection.findings, ...policy.isSafe(source).violations]) {
      const { rule, span, severity } = finding
      const key = `${rule} ${span.start} ${span.end}`
      const known = worst.get(key)
      if (!known || compareSeverity(known.severity, severity) < 0) worst.set(key, finding)
    }
    const findings = [...worst.values()].sort(
      (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
    )
    return { ...inspection, findings }
  }
}
