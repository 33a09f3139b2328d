import type { Finding } from '../kernel/finding.ts'
import type { RuleId } from '../kernel/ids.ts'
import type { LineIndex } from '../python/lines.ts'
import { parseModule } from '../python/parse.ts'
import { spanOf } from '../python/spans.ts'
import type { InspectPolicy } from './config.ts'
import type { Unseen } from './inspect.ts'
import type { Rule } from './rule.ts'
import { suppressionUnknownRule } from './rules/suppressions/suppression-unknown-rule.ts'
import { suppressionUnused } from './rules/suppressions/suppression-unused.ts'
import { suppressionWithoutReason } from './rules/suppressions/suppression-without-reason.ts'

/** A finding that a comment in the file takes out, and the reason that the comment gives. */
export interface Suppressed {
  readonly finding: Finding
  readonly reason: string
}

/** Findings of a file after its own comments were heard. */
export interface Suppression {
  /** In the order of the text, with what is wrong about the comments themselves. */
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
}

interface SuppressOptions {
  readonly policy: InspectPolicy
  readonly rules: readonly Rule[]
}

/**
 * Hears comments `# cordon: ignore[rule-id, …] reason`, at the end of the line on which a finding begins or ends or alone
 * on the lines above it. Only for code that its own people wrote: a script that is to be let through a gate must not
 * judge itself.
 */
export function suppress(
  seen: {
    readonly text: string
    readonly findings: readonly Finding[]
    readonly unseen?: readonly Unseen[]
  },
  { policy, rules }: SuppressOptions,
): Suppression {
  const { text, findings, unseen = [] } = seen
  if (!text.includes('cordon:')) return { findings, suppressed: [] }
  const { comments, lines } = parseModule(text)
  const marks = comments.flatMap((comment) => readMark(text, comment, lines) ?? [])
  if (marks.length === 0) return { findings, suppressed: [] }
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  const targets = new Targets(marks, text, lines)
  const used = new Set<string>()
  const suppressed: Suppressed[] = []
  const rest = findings.filter((finding) => {
    const mark = targets.find(finding)
    if (!mark) return true
    used.add(`${mark.start} ${finding.rule}`)
    suppressed.push({ finding, reason: mark.reason })
    return false
  })
  // What only the gate or a pedantic reader sees is a use, too.
  for (const finding of unseen) {
    const mark = targets.find(finding)
    if (mark) used.add(`${mark.start} ${finding.rule}`)
  }
  const faults = new Faults(policy, lines)
  for (const mark of marks) faults.judge(mark, known, used)
  return { findings: sorted([...rest, ...faults.found]), suppressed }
}

/** One comment that suppresses. */
interface Mark {
  readonly start: number
  readonly end: number
  readonly ids: readonly RuleId[]
  /** Empty where none is given. */
  readonly reason: string
  readonly line: number
  readonly isAlone: boolean
}

const form = /#\s*cordon:\s*ignore\b(?:\s*\[([^\]]*)\])?(.*)$/s

function readMark(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  lines: LineIndex,
): Mark | undefined {
  const match = form.exec(text.slice(start, end))
  if (!match) return undefined
  const [, ids = '', rest = ''] = match
  const line = lines.lineOf(start)
  const reason = rest.replace(/^[\s:–—-]+/, '').trim()
  return {
    start: start + match.index,
    end,
    ids: ids.split(',').flatMap((id) => id.trim() || []),
    reason: /\p{L}/u.test(reason) ? reason : '',
    line,
    isAlone: text.slice(lines.startOf(line), start).trim() === '',
  }
}

/** Suppressions by the rule and the line that they speak about. */
class Targets {
  readonly #marks = new Map<string, Mark>()
  readonly #text: string
  readonly #lines: LineIndex

  /** A comment alone on its line speaks about the first line below that is no comment, all others about their own. */
  constructor(marks: readonly Mark[], text: string, lines: LineIndex) {
    this.#text = text
    this.#lines = lines
    let below = { line: 0, target: 0 }
    for (const mark of marks.toReversed()) {
      const target = mark.isAlone ? this.#lineBelow(mark.line, below) : mark.line
      if (mark.isAlone) below = { line: mark.line, target }
      if (mark.reason === '') continue
      for (const id of mark.ids) this.#add(`${id} ${target}`, mark)
    }
  }

  /** The comment that takes this finding out, if there is one: the nearest. */
  find({ rule, span }: Unseen): Mark | undefined {
    const here = this.#marks.get(`${rule} ${span.line}`)
    if (here || span.endLine === span.line) return here
    const atEnd = this.#marks.get(`${rule} ${span.endLine}`)
    return atEnd?.line === span.endLine ? atEnd : undefined
  }

  #add(key: string, mark: Mark): void {
    if (!this.#marks.has(key)) this.#marks.set(key, mark)
  }

  #lineBelow(from: number, known: { readonly line: number; readonly target: number }): number {
    for (let line = from + 1; line <= this.#lines.count; line++) {
      if (line === known.line) return known.target
      const start = this.#lines.startOf(line)
      const text = this.#text.slice(start, this.#lines.startOf(line + 1))
      if (!text.trimStart().startsWith('#')) return line
    }
    return this.#lines.count
  }
}

/** Collects what is wrong about suppressions themselves. */
class Faults {
  readonly found: Finding[] = []
  readonly #policy: InspectPolicy
  readonly #lines: LineIndex

  constructor(policy: InspectPolicy, lines: LineIndex) {
    this.#policy = policy
    this.#lines = lines
  }

  judge(mark: Mark, known: ReadonlyMap<RuleId, Rule>, used: ReadonlySet<string>): void {
    if (mark.ids.length === 0) {
      this.#add(suppressionUnknownRule, mark, 'This suppression names no rule.')
    }
    for (const id of mark.ids) {
      if (!known.has(id)) this.#add(suppressionUnknownRule, mark, `There is no rule \`${id}\`.`)
    }
    if (mark.reason === '') {
      this.#add(
        suppressionWithoutReason,
        mark,
        'This suppression gives no reason, so it suppresses nothing.',
      )
      return
    }
    for (const id of mark.ids) {
      const rule = known.get(id)
      if (!rule || !isOn(rule, this.#policy) || used.has(`${mark.start} ${id}`)) continue
      this.#add(suppressionUnused, mark, `\`${id}\` finds nothing here that could be suppressed.`)
    }
  }

  #add(rule: Rule, mark: Mark, message: string): void {
    if (!isOn(rule, this.#policy)) return
    this.found.push({
      rule: rule.id,
      layer: rule.layer,
      severity: this.#policy.rules.severity[rule.id] ?? rule.severity,
      confidence: rule.confidence,
      persona: rule.persona,
      message,
      span: spanOf(mark, this.#lines),
      cwe: rule.cwe,
    })
  }
}

function isOn({ id, persona }: Rule, policy: InspectPolicy): boolean {
  return (persona === 'default' || persona === policy.persona) && !policy.rules.off.includes(id)
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1),
  )
}
