import type { ParseResult } from '../../src/python/parse.ts'

export function canonicalTree(
  text: string,
  result: ParseResult,
  hasFStringPositions: boolean,
): string
