import { type Document, LineCounter, parseDocument } from 'yaml'
import type { Issue, Parsed } from './issue.ts'

/** What a YAML text says, and where it says it. */
export interface YamlText {
  readonly value: unknown
  /** The line, from 1, of what is at a path or nearest above it. */
  readonly lineOf: (path: Issue['path']) => number | undefined
}

/** Reads YAML 1.2; what is no YAML, or grows by its aliases (CWE-776), becomes issues with lines. */
export function readYaml(text: string): Parsed<YamlText> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const issues = document.errors.map((error) => ({
      path: [],
      message: `is no valid YAML: ${error.message}`,
      line: lines.linePos(error.pos[0]).line,
    }))
    return { ok: false, issues }
  }
  const lineOf = (path: Issue['path']): number | undefined => {
    for (let depth = path.length; depth > 0; depth--) {
      const start = startOf(document.getIn(path.slice(0, depth), true))
      if (start !== undefined) return lines.linePos(start).line
    }
    return undefined
  }
  const plain = toPlain(document)
  return plain.ok ? { ok: true, value: { value: plain.value, lineOf } } : plain
}

/** The issues with the lines of their paths, where they have none yet. */
export function withLines(issues: readonly Issue[], { lineOf }: YamlText): readonly Issue[] {
  return issues.map((issue) => {
    const line = issue.line ?? lineOf(issue.path)
    return line === undefined ? issue : { ...issue, line }
  })
}

/** Aliases that stand for more than this many nodes each are an attack. */
const maxAliasCount = 100

function toPlain(document: Document): Parsed<unknown> {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount }) }
  } catch (cause) {
    const message = `is no valid YAML: ${cause instanceof Error ? cause.message : 'unreadable'}`
    return { ok: false, issues: [{ path: [], message }] }
  }
}

function startOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null
  return Array.isArray(range) ? Number(range[0]) : undefined
}
