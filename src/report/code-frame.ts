import type { Span } from '../kernel/finding.ts'
import { displayText, displayWidth } from './display-text.ts'
import type { SourceLines } from './report.ts'

export interface FrameLine {
  /** The number of the line, or blank for a line of marks. */
  readonly gutter: string
  readonly text: string
  readonly isMark: boolean
}

interface FrameOptions {
  readonly lineText: SourceLines
  /** Columns that a line of code may take. */
  readonly width: number
  /** Lines shown before the marked one. */
  readonly before: number
}

/** The line a span begins on, the lines before it, and marks under the span; long lines are cut around the marks. */
export function codeFrame(span: Span, options: FrameOptions): readonly FrameLine[] {
  const { lineText, before, width } = options
  if (lineText(span.line) === '' && span.start === span.end) return []
  const frame: FrameLine[] = []
  for (let line = Math.max(1, span.line - before); line < span.line; line++) {
    const shown = cut(displayText(lineText(line).slice(0, width + 1)), 0, width)
    if (frame.length > 0 || shown.trim() !== '') {
      frame.push({ gutter: String(line), text: shown, isMark: false })
    }
  }
  return [...frame, ...markedLine(span, lineText(span.line), width)]
}

function markedLine(span: Span, whole: string, width: number): readonly FrameLine[] {
  // Only what may be shown is looked at: a line can be megabytes long and hold thousands of findings.
  const first = Math.max(0, span.column - 4 * width)
  const line = whole.slice(first, span.column + 4 * width)
  const column = span.column - first
  const end = span.endLine > span.line ? line.trimEnd().length : span.endColumn - first
  const left = displayWidth(line.slice(0, column))
  const length = Math.max(1, displayWidth(line.slice(column, Math.max(end, column))))
  const from =
    left + Math.min(length, width / 2) > width ? Math.max(0, left - Math.floor(width / 3)) : 0
  const marks =
    ' '.repeat(left - from) + '^'.repeat(Math.max(1, Math.min(length, width - (left - from))))
  return [
    { gutter: String(span.line), text: cut(displayText(line), from, width), isMark: false },
    { gutter: '', text: marks, isMark: true },
  ]
}

function cut(text: string, from: number, width: number): string {
  const shown = text.slice(from, from + width).trimEnd()
  const isCutLeft = from > 0 && shown.length > 3
  const isCutRight = text.length > from + width && shown.length > 3
  return `${isCutLeft ? '...' : ''}${shown.slice(isCutLeft ? 3 : 0, isCutRight ? -3 : undefined)}${isCutRight ? '...' : ''}`
}
