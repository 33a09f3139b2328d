import type { Finding } from '../kernel/finding.ts'
import { unreachable } from '../kernel/unreachable.ts'
import { displayText } from './display-text.ts'
import type { Report } from './report.ts'
import { levelOf } from './sarif-level.ts'

/** Findings as workflow commands of GitHub Actions, one a line, which it shows beside the changed code. */
export function renderGithub({ files, errors }: Report): string {
  const lines = [
    ...files.flatMap(({ path, findings }) => findings.map((finding) => annotation(path, finding))),
    ...errors.map(({ path, message }) =>
      command('error', { file: path, title: 'not scanned' }, message),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function annotation(path: string, finding: Finding): string {
  const { span, severity, rule, message, help } = finding
  const isOneLine = span.line === span.endLine
  const place = {
    file: path,
    line: String(span.line),
    endLine: String(span.endLine),
    // Columns are only read where the marks stay on one line.
    ...(isOneLine && { col: String(span.column + 1), endColumn: String(span.endColumn + 1) }),
    title: `${severity}[${rule}]`,
  }
  return command(
    wordOf(levelOf(severity)),
    place,
    help === undefined ? message : `${message} ${help}`,
  )
}

function wordOf(level: ReturnType<typeof levelOf>): string {
  switch (level) {
    case 'note':
      return 'notice'
    case 'warning':
    case 'error':
      return level
    default:
      return unreachable(level)
  }
}

/** Nothing in a value can end its command or begin another. */
function command(name: string, values: Readonly<Record<string, string>>, message: string): string {
  const listed = Object.entries(values).map(([key, value]) => `${key}=${escapeValue(value)}`)
  return `::${name} ${listed.join(',')}::${escapeText(message)}`
}

function escapeText(text: string): string {
  return displayText(text).replaceAll('%', '%25')
}

function escapeValue(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
