import { RE2JS } from 're2js'
import { CordonError } from '../kernel/errors.ts'
import type { Finding } from '../kernel/finding.ts'
import { formatIssue, type Issue, type Parsed } from '../kernel/issue.ts'
import type { Severity } from '../kernel/severity.ts'
import type { Comment } from '../python/fault.ts'
import type { LineIndex } from '../python/lines.ts'
import type { Module } from '../python/nodes.ts'
import { parseModule } from '../python/parse.ts'
import { spanOf } from '../python/spans.ts'
import { type TextView, type ViewLine, viewLines } from './text-views.ts'

/** A regular expression (RE2 syntax) that code must not match; it is tried line by line, as grep does. */
export interface UserPattern {
  /** What violations are called: `pattern/<name>`. */
  readonly name: string
  readonly pattern: string
  /** What of the script it sees; without it, the code alone, strings and comments set aside. */
  readonly in?: TextView
  readonly severity: Severity
  /** Why, as whoever reads the violation is told. */
  readonly description?: string
}

/** A pattern that is ready to be tried. */
export interface ReadyPattern extends UserPattern {
  readonly expression: RE2JS
}

/** Compiles a pattern; what RE2 can't run in linear time, and what matches everywhere, is an issue under its path. */
export function readyPattern(given: UserPattern, path: Issue['path'] = []): Parsed<ReadyPattern> {
  const fault = (message: string): Parsed<ReadyPattern> => ({
    ok: false,
    issues: [{ path: [...path, 'pattern'], message }],
  })
  if (given.pattern.length > maxPatternLength) {
    return fault(`is longer than ${maxPatternLength} characters`)
  }
  try {
    const expression = RE2JS.compile(given.pattern)
    if (expression.matches('')) return fault('matches the empty text, so every line')
    return { ok: true, value: { ...given, expression } }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : ''
    return fault(`is no regular expression of RE2: ${why}`)
  }
}

/** As `readyPattern`, for patterns in code: a broken one throws `config-invalid`. */
export function requirePattern(given: UserPattern): ReadyPattern {
  const ready = readyPattern(given, ['patterns', given.name])
  if (ready.ok) return ready.value
  throw new CordonError('config-invalid', ready.issues.map(formatIssue).join('; '), {
    help: 'Patterns are RE2: no look-around and no back-references.',
  })
}

/** At most one violation for each pattern and line; the time is linear in the text for every pattern. */
export function findPatterns(text: string, patterns: readonly ReadyPattern[]): readonly Finding[] {
  if (patterns.length === 0) return []
  const read: Read = { text, ...parseModule(text) }
  const linesOf = new Map<TextView, readonly ViewLine[]>()
  return patterns.flatMap((pattern) => {
    const view = pattern.in ?? 'code'
    const lines = linesOf.get(view) ?? viewLines(read, view)
    linesOf.set(view, lines)
    return matches(pattern, lines, read)
  })
}

const maxPatternLength = 1_000

interface Read {
  readonly text: string
  readonly module: Module
  readonly comments: readonly Comment[]
  readonly lines: LineIndex
}

function matches(
  pattern: ReadyPattern,
  viewed: readonly ViewLine[],
  { lines }: Read,
): readonly Finding[] {
  const { name, severity, description, expression } = pattern
  const found: Finding[] = []
  let last: ViewLine['at'] | undefined
  for (const { text, at, isExact } of viewed) {
    if (at === last || !expression.test(text)) continue
    last = at
    const matcher = expression.matcher(text)
    const isPlaced = isExact && matcher.find()
    const place = isPlaced
      ? { start: at.start + matcher.start(), end: at.start + matcher.end() }
      : at
    const why = description === undefined ? '' : `: ${description}`
    found.push({
      rule: `pattern/${name}`,
      layer: 'pattern',
      severity,
      confidence: 1,
      persona: 'default',
      message: `This matches the pattern "${name}"${why}.`,
      span: spanOf(place, lines),
      cwe: [],
    })
  }
  return found
}
