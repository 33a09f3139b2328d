import type { Examination } from '../../../flow/examine.ts'
import type { Decision } from '../../../kernel/decision.ts'
import type { Finding } from '../../../kernel/finding.ts'
import { linesOf } from '../../../report/report.ts'
import { renderTerminal } from '../../../report/terminal.ts'
import type { Given } from '../command.ts'
import { paint } from './paint.ts'

/** Findings with code frames, then the risk with its points. */
export function decisionView(
  seen: {
    readonly findings: readonly Finding[]
    readonly decision: Decision
    readonly source: { readonly text: string; readonly fileName: string }
  },
  given: Given,
): string[] {
  const { width, hasColor } = given.terminal
  const { decision, findings, source } = seen
  const file = { path: source.fileName, lineText: linesOf(source.text), findings }
  return [
    ...(findings.length > 0
      ? [renderTerminal({ files: [file], errors: [] }, { width, hasColour: hasColor })]
      : []),
    ...riskLines(decision),
  ]
}

/** What a person reads of a check. */
export function checkView({ inspection, decision, fileName }: Examination, given: Given): string {
  const { bold, green, red, yellow } = paint(given.terminal.hasColor)
  const { findings, text } = inspection
  const verdicts = { allow: green('ALLOW'), hold: yellow('HOLD'), deny: red('DENY') }
  return [
    ...decisionView({ findings, decision, source: { text, fileName } }, given),
    `${bold(verdicts[decision.verdict])}  ${decision.reasons.length === 0 ? 'nothing speaks against it' : ''}`.trimEnd(),
    ...decision.reasons.map((reason) => `  · ${reason}`),
  ].join('\n')
}

function riskLines({ risk }: Decision): string[] {
  const points = risk.points.map(
    ({ points, reason }) => `  ${String(points).padStart(3)}  ${reason}`,
  )
  return [`risk ${risk.score} of 100 (${risk.level})`, ...points]
}
