import type { RunOutcome } from '../../../flow/outcome.ts'
import type { Answer, FrameColumn } from '../../../kernel/answer.ts'
import type { GrantedDataset } from '../../../kernel/grant.ts'
import { isJsonObject, type Json } from '../../../kernel/json.ts'
import { formatBytes } from '../../../kernel/limits.ts'
import { unreachable } from '../../../kernel/unreachable.ts'
import { lineFrame } from '../../../report/line-frame.ts'
import { cleanText } from '../clean-text.ts'
import type { Given } from '../command.ts'
import { fold } from '../fold.ts'
import { textOption } from '../given.ts'
import { renderTable } from '../table.ts'
import { decisionView } from './decision.ts'
import { paint } from './paint.ts'

const shownRows = 20

/** What a person sees of a run: the answer or why there is none, then what was granted, used and sealed. */
export function runView(outcome: RunOutcome, given: Given): string {
  return [...body(outcome, given), '', ...footer(outcome, given)].join('\n')
}

function body(outcome: RunOutcome, given: Given): string[] {
  const { bold, red, yellow } = paint(given.terminal.hasColor)
  switch (outcome.status) {
    case 'answered':
      return answerLines(outcome.answer, outcome.answerJson, given)
    case 'refused':
      return [...decisionView(outcome, given), '', red(bold('DENIED')), ...reasons(outcome, given)]
    case 'pending':
      return [
        ...decisionView(outcome, given),
        '',
        yellow(bold('HELD for approval')),
        ...reasons(outcome, given),
      ]
    case 'failed':
      return [...output(outcome), red(bold('FAILED')), ...failureLines(outcome, given)]
    default:
      return unreachable(outcome)
  }
}

function reasons({ decision }: RunOutcome, { terminal }: Given): string[] {
  return decision.reasons.flatMap((reason) => fold(`  · ${reason}`, terminal.width, '    '))
}

function answerLines(answer: Answer, json: Json, given: Given): string[] {
  const figures = answer.figures.length
  const kept = textOption(given, 'out')
  const where = kept === undefined ? 'name a folder with --out to keep them' : `in ${kept}`
  return [
    ...output(answer),
    ...valueLines(answer, json, given.terminal.width),
    ...(figures > 0 ? [`${figures} ${figures === 1 ? 'chart' : 'charts'} (${where})`] : []),
  ]
}

function valueLines({ value, figures }: Answer, json: Json, width: number): string[] {
  switch (value.kind) {
    case 'none':
      return figures.length > 0
        ? []
        : ['(no value: assign one to "result", or end with an expression)']
    case 'frame':
      return [frameText(json, value.frame, width)]
    case 'json':
      return [JSON.stringify(value.value, null, 2)]
    case 'string':
      return [cleanText(value.value, 'lines')]
    case 'number':
    case 'boolean':
      return [String(value.value)]
    default:
      return unreachable(value)
  }
}

function frameText(
  json: Json,
  frame: { readonly columns: readonly FrameColumn[]; readonly rowCount: number },
  width: number,
): string {
  const value = isJsonObject(json) ? json['value'] : undefined
  const shown = isJsonObject(value) ? (value['rows'] ?? value['head']) : []
  const rows = Array.isArray(shown) ? shown : []
  const { columns, rowCount } = frame
  return renderTable({ columns, rowCount, width, rows: rows.slice(0, shownRows) })
}

function output(from: { readonly stdout: string; readonly stderr: string }): string[] {
  return [from.stdout, from.stderr]
    .filter(Boolean)
    .map((text) => cleanText(text.trimEnd(), 'lines'))
}

function failureLines(
  { failure, source }: Extract<RunOutcome, { status: 'failed' }>,
  { terminal: { width } }: Given,
): string[] {
  const frame = 'line' in failure ? lineFrame(source.text, failure.line, width) : []
  const place =
    frame.length > 0 && 'line' in failure ? [`  ${source.fileName}:${failure.line}`] : []
  const text =
    failure.kind === 'error'
      ? [cleanText(failure.traceback.trimEnd(), 'lines')]
      : fold(`  ${cleanText(failure.message, 'lines')}`, width, '  ')
  return [...place, ...frame, ...text]
}

function footer(outcome: RunOutcome, given: Given): string[] {
  const { width, hasColor } = given.terminal
  const { dim } = paint(hasColor)
  const executed = outcome.status === 'answered' || outcome.status === 'failed'
  const lines = executed
    ? [
        ...outcome.grants.map(grantLine),
        usageLine(outcome),
        `controls  ${outcome.controls.join(', ')}`,
      ]
    : []
  return [...lines, `receipt   ${outcome.runId} (signed; cordon verify checks it)`]
    .flatMap((line) => fold(line, width, ' '.repeat('controls  '.length)))
    .map(dim)
}

function grantLine(grant: GrantedDataset): string {
  const masked = grant.columns.filter((column) => column.mask !== 'none')
  const parts = [
    `${grant.rowCount.toLocaleString('en')} of ${grant.sourceRowCount.toLocaleString('en')} rows`,
    ...(masked.length > 0
      ? [`masked: ${masked.map(({ name, mask }) => `${name} (${mask})`).join(', ')}`]
      : []),
    ...(grant.removedColumns.length > 0 ? [`left out: ${grant.removedColumns.join(', ')}`] : []),
  ]
  return `data      ${grant.name}: ${parts.join('; ')}`
}

function usageLine({ usage }: Extract<RunOutcome, { usage: unknown }>): string {
  const { wallMs, cpuMs, peakMemoryBytes, outputBytes, resultBytes } = usage
  return `used      ${Math.round(wallMs)} ms, ${Math.round(cpuMs)} ms of CPU, ${formatBytes(peakMemoryBytes)} of memory, ${formatBytes(outputBytes + resultBytes)} out`
}
