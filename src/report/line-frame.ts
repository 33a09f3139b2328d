import { codeFrame } from './code-frame.ts'
import { linesOf } from './report.ts'

/** A line of code and the two before it with their numbers, and marks under the line; nothing where the text has no such line. */
export function lineFrame(text: string, line: number, width: number): readonly string[] {
  const lineText = linesOf(text)
  const shown = lineText(line)
  const column = shown.length - shown.trimStart().length
  const endColumn = shown.trimEnd().length
  if (endColumn === 0) return []
  const span = { start: 0, end: endColumn, line, column, endLine: line, endColumn }
  const gutterWidth = String(line).length
  const room = { lineText, width: width - gutterWidth - 5, before: 2 }
  return codeFrame(span, room).map(({ gutter, text: code }) =>
    `  ${gutter.padStart(gutterWidth)} | ${code}`.trimEnd(),
  )
}
