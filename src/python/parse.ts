import type { Comment, SyntaxFault } from './fault.ts'
import type { LineIndex } from './lines.ts'
import type { Module } from './nodes.ts'
import { StatementParser } from './statements.ts'

/** A text as a tree, with every reason why CPython would not read it. */
export interface ParseResult {
  readonly module: Module
  /** In the order of the text; empty where CPython's `ast.parse` accepts it. */
  readonly errors: readonly SyntaxFault[]
  readonly comments: readonly Comment[]
  readonly lines: LineIndex
}

/**
 * Reads Python 3.8 to 3.14, in time linear in the text. Never throws: what cannot be read becomes a fault and at most
 * the rest of its logical line is missing from the tree.
 */
export function parseModule(text: string): ParseResult {
  const parser = new StatementParser(text)
  const module = parser.module()
  return { module, errors: parser.faults, comments: parser.comments, lines: parser.lines }
}
