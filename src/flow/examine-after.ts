import type { Verdict } from '../kernel/decision.ts'
import type { Finding, Span } from '../kernel/finding.ts'
import type { Examination, ExaminePolicy, ExamineRequest } from './examine.ts'
import { examine } from './examine.ts'

/**
 * Examines a script that runs with the names of earlier ones: alone, and as the last part of one long script, so that what
 * an earlier script made ready (`f = os.system`) is known where a later one uses it. The stricter decision counts; findings
 * are those of the last part, in its own lines; capabilities are those of all.
 */
export function examineAfter(
  earlier: string,
  request: ExamineRequest,
  policy: ExaminePolicy,
): Examination {
  const alone = examine(request, policy)
  if (earlier === '') return alone
  const joined = examine({ ...request, code: `${earlier}\n${alone.inspection.text}` }, policy)
  const start = earlier.length + 1
  const lines = earlier.split('\n').length
  const shift = (span: Span): Span => ({
    ...span,
    ...{ start: span.start - start, end: span.end - start },
    ...{ line: span.line - lines, endLine: span.endLine - lines },
  })
  const own = joined.inspection.findings.filter(({ span }) => span.line > lines)
  const findings = own.map((finding) => shifted(finding, shift))
  const { capabilities } = joined.inspection
  const isStricter = strictness[joined.decision.verdict] > strictness[alone.decision.verdict]
  return {
    ...alone,
    inspection: { ...alone.inspection, findings, capabilities },
    decision: isStricter ? joined.decision : alone.decision,
  }
}

const strictness: { readonly [V in Verdict]: number } = { allow: 0, hold: 1, deny: 2 }

/** Steps of a flow that lie in an earlier script have no place in this one. */
function shifted(finding: Finding, shift: (span: Span) => Span): Finding {
  const { flow, ...rest } = finding
  const span = shift(finding.span)
  if (flow === undefined) return { ...rest, span }
  const steps = flow.map((step) => ({ ...step, span: shift(step.span) }))
  return { ...rest, span, flow: steps.filter((step) => step.span.line > 0) }
}
