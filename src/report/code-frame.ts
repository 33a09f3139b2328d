import type { Span } from '../kernel/finding.ts'
import type { LineIndex } from '../python/lines.ts'
import { displayText, displayWidth } from './display-text.ts'

export interface FrameLine {
  /** The number of the line, or blank for a line of marks. */
  readonly gutter: string
  readonly text: string
  readonly isMark: boolean
}

interface FrameOptions {
  readonly lines: LineIndex
  /** Columns that a line of code may take. */
  readonly width: number
  /** Lines shown before the marked one. */
  readonly before: number
}

/** The line a span begins on, the lines before it, and marks under the span; long lines are cut around the marks. */
export function codeFrame(text: string, span: Span, options: FrameOptions): readonly FrameLine[] {
  const { lines, before } = options
  if (lineText(text, span.line, lines) === '' && span.start === span.end) return []
  const frame: FrameLine[] = []
  for (let line = Math.max(1, span.line - before); line < span.line; line++) {
    const shown = cut(displayText(lineText(text, line, lines)), 0, options.width)
    if (frame.length > 0 || shown.trim() !== '') {
      frame.push({ gutter: String(line), text: shown, isMark: false })
    }
  }
  return [...frame, ...markedLine(text, span, options)]
}

function markedLine(
  text: string,
  span: Span,
  { lines, width }: FrameOptions,
): readonly FrameLine[] {
  const line = lineText(text, span.line, lines)
  const end = span.endLine > span.line ? line.trimEnd().length : span.endColumn
  const left = displayWidth(line.slice(0, span.column))
  const length = Math.max(1, displayWidth(line.slice(span.column, Math.max(end, span.column))))
  const from =
    left + Math.min(length, width / 2) > width ? Math.max(0, left - Math.floor(width / 3)) : 0
  const marks =
    ' '.repeat(left - from) + '^'.repeat(Math.max(1, Math.min(length, width - (left - from))))
  return [
    { gutter: String(span.line), text: cut(displayText(line), from, width), isMark: false },
    { gutter: '', text: marks, isMark: true },
  ]
}

function lineText(text: string, line: number, lines: LineIndex): string {
  return text.slice(lines.startOf(line), lines.startOf(line + 1)).replace(/[\r\n]+$/, '')
}

function cut(text: string, from: number, width: number): string {
  const shown = text.slice(from, from + width).trimEnd()
  const isCutLeft = from > 0 && shown.length > 3
  const isCutRight = text.length > from + width && shown.length > 3
  return `${isCutLeft ? '...' : ''}${shown.slice(isCutLeft ? 3 : 0, isCutRight ? -3 : undefined)}${isCutRight ? '...' : ''}`
}
