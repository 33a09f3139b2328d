import type { Finding } from '../kernel/finding.ts'
import { severities } from '../kernel/severity.ts'
import { codeFrame } from './code-frame.ts'
import { displayText } from './display-text.ts'
import type { FileReport, Report } from './report.ts'
import { countBySeverity, summarise } from './report.ts'

/** A scan as Markdown (CommonMark with tables) for a comment or a page; no text from the code can end its block. */
export function renderMarkdown(report: Report): string {
  const { files } = report
  return [
    '# Cordon scan',
    `${summarise(report)}.`,
    ...severityTable(files),
    ...files.flatMap(fileSection),
    ...errorSection(report),
  ]
    .join('\n\n')
    .concat('\n')
}

function severityTable(files: readonly FileReport[]): readonly string[] {
  const counts = countBySeverity(files)
  const rows = severities.toReversed().filter((severity) => counts[severity] > 0)
  if (rows.length === 0) return []
  return [
    [
      '| severity | findings |',
      '|---|---:|',
      ...rows.map((it) => `| ${it} | ${counts[it]} |`),
    ].join('\n'),
  ]
}

function fileSection(file: FileReport): readonly string[] {
  const { path, findings, suppressed = [] } = file
  if (findings.length + suppressed.length === 0) return []
  return [
    `## ${code(path)}`,
    ...findings.map((finding) => findingText(file, finding)),
    ...suppressed.map(
      ({ finding, reason }) =>
        `Suppressed on line ${finding.span.line}: \`${finding.rule}\`, because: ${asPlain(reason)}`,
    ),
  ]
}

function findingText({ lineText }: FileReport, finding: Finding): string {
  const { span, severity, rule, message, help, flow = [] } = finding
  const place = `line ${span.line}, column ${span.column + 1}`
  const head = `**${severity}** \`${rule}\`, ${place}: ${inline(message)}`
  const frame = codeFrame(span, { lineText, width: frameWidth, before: 1 })
  const width = String(span.line).length
  const lines = frame.map((line) => `${line.gutter.padStart(width)} | ${line.text}`.trimEnd())
  return [
    head,
    ...(lines.length > 0 ? [fenced(lines.join('\n'))] : []),
    ...(flow.length > 0 ? [flow.map(flowItem).join('\n')] : []),
    ...(help === undefined ? [] : [`Help: ${inline(help)}`]),
  ].join('\n\n')
}

const frameWidth = 100

function flowItem({ span, message }: NonNullable<Finding['flow']>[number], at: number): string {
  return `${at + 1}. line ${span.line}: ${inline(message)}`
}

function errorSection({ errors }: Report): readonly string[] {
  if (errors.length === 0) return []
  const items = errors.map(({ path, message }) => `- ${code(path)}: ${inline(message)}`)
  return ['## Not scanned', items.join('\n')]
}

/** A fence longer than any run of backticks in the text. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}text\n${text}\n${fence}`
}

function code(text: string): string {
  const shown = displayText(text)
  const mark = '`'.repeat(longestRun(shown) + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${mark}${pad}${shown}${pad}${mark}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}

/** Our own sentences: what stands between backticks stays code, all else is plain text. */
function inline(text: string): string {
  const parts = displayText(text).split('`')
  if (parts.length % 2 === 0) return asPlain(text)
  return parts.map((part, at) => (at % 2 === 1 ? code(part) : escapePlain(part))).join('')
}

function asPlain(text: string): string {
  return escapePlain(displayText(text))
}

/** Whatever ASCII punctuation could mean in Markdown or HTML, it means itself. */
function escapePlain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~&!$@]/g, '\\$&')
}
