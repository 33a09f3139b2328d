import type { Span } from '../kernel/finding.ts'
import type { LineIndex } from './lines.ts'
import type { Positioned } from './nodes.ts'

/** Where a node, a fault or a comment stands, with its lines and columns. */
export function spanOf(at: Positioned, lines: LineIndex): Span {
  const from = lines.positionOf(at.start)
  const to = lines.positionOf(at.end)
  return {
    start: at.start,
    end: at.end,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  }
}
