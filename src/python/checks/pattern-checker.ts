import type { Expression, MatchCase, MatchMapping, MatchOr, Pattern } from '../nodes.ts'
import { ExpressionChecker } from './expression-checker.ts'
import { type Scope, usesOf } from './scope.ts'

/** Checks the patterns of a `match` statement (PEP 634). */
export class PatternChecker extends ExpressionChecker {
  protected cases(cases: readonly MatchCase[], scope: Scope): void {
    cases.forEach((each, index) => {
      const isLast = index === cases.length - 1
      const bound = this.#pattern(each.pattern, scope)
      for (const name of bound) usesOf(scope, name).isBound = true
      if (!isLast && each.guard === null) this.#checkReachable(each.pattern)
    })
  }

  #checkReachable(pattern: Pattern): void {
    const open = irrefutable(pattern)
    if (open === null) return
    const what = open.name === null ? 'wildcard' : `name capture '${open.name}'`
    this.fail(`${what} makes remaining patterns unreachable`, pattern)
  }

  /** Checks a pattern and answers the names that it binds. */
  #pattern(pattern: Pattern, scope: Scope): ReadonlySet<string> {
    switch (pattern.kind) {
      case 'MatchValue':
        this.#value(pattern.value)
        this.expression(pattern.value, scope)
        return new Set()
      case 'MatchSingleton':
        return new Set()
      case 'MatchSequence':
        this.#checkStars(pattern.patterns)
        return this.#all(pattern.patterns, scope)
      case 'MatchMapping':
        return this.#mapping(pattern, scope)
      case 'MatchClass':
        this.expression(pattern.cls, scope)
        this.#checkRepeated(pattern.kwdAttrs, pattern)
        return this.#all([...pattern.patterns, ...pattern.kwdPatterns], scope)
      case 'MatchStar':
        return this.#with(new Set(), pattern.name, pattern)
      case 'MatchAs': {
        const inner =
          pattern.pattern === null ? new Set<string>() : this.#pattern(pattern.pattern, scope)
        return this.#with(inner, pattern.name, pattern)
      }
      case 'MatchOr':
        return this.#alternatives(pattern, scope)
    }
  }

  #value(value: Expression): void {
    if (value.kind === 'JoinedStr' || value.kind === 'TemplateStr') {
      this.fail('patterns may only match literals and attribute lookups', value)
    }
  }

  #all(patterns: readonly Pattern[], scope: Scope): ReadonlySet<string> {
    let bound: ReadonlySet<string> = new Set()
    for (const pattern of patterns) {
      for (const name of this.#pattern(pattern, scope)) bound = this.#with(bound, name, pattern)
    }
    return bound
  }

  #with(bound: ReadonlySet<string>, name: string | null, at: Pattern): ReadonlySet<string> {
    if (name === null) return bound
    this.checkDebug(name, 'Store', at)
    if (bound.has(name)) this.fail(`multiple assignments to name '${name}' in pattern`, at)
    return new Set([...bound, name])
  }

  #checkStars(patterns: readonly Pattern[]): void {
    const second = patterns.filter((pattern) => pattern.kind === 'MatchStar')[1]
    if (second !== undefined) {
      this.fail('multiple starred names in sequence pattern', second)
    }
  }

  #checkRepeated(names: readonly string[], at: Pattern): void {
    const repeated = names.find((name, index) => names.indexOf(name) !== index)
    if (repeated !== undefined) {
      this.fail(`attribute name repeated in class pattern: ${repeated}`, at)
    }
  }

  #mapping(pattern: MatchMapping, scope: Scope): ReadonlySet<string> {
    const seen = new Set<string>()
    for (const key of pattern.keys) {
      this.#value(key)
      this.expression(key, scope)
      if (key.kind !== 'Constant') continue
      const written = key.type === 'str' ? `'${key.value}'` : String(key.value)
      const identity = `${key.type} ${key.value}`
      if (seen.has(identity)) {
        this.fail(`mapping pattern checks duplicate key (${written})`, pattern)
      }
      seen.add(identity)
    }
    return this.#with(this.#all(pattern.patterns, scope), pattern.rest, pattern)
  }

  #alternatives(pattern: MatchOr, scope: Scope): ReadonlySet<string> {
    const [first, ...others] = pattern.patterns
    if (first === undefined) return new Set()
    for (const early of pattern.patterns.slice(0, -1)) this.#checkReachable(early)
    const bound = this.#pattern(first, scope)
    let isTold = false
    for (const other of others) {
      const names = this.#pattern(other, scope)
      const isSame = names.size === bound.size && [...names].every((name) => bound.has(name))
      if (!isSame && !isTold) this.fail('alternative patterns bind different names', pattern)
      isTold ||= !isSame
    }
    return bound
  }
}

/** The capture that makes a pattern match anything, or null where it may fail. */
function irrefutable(pattern: Pattern): { readonly name: string | null } | null {
  if (pattern.kind === 'MatchAs') {
    return pattern.pattern === null ? { name: pattern.name } : irrefutable(pattern.pattern)
  }
  if (pattern.kind !== 'MatchOr') return null
  const last = pattern.patterns[pattern.patterns.length - 1]
  return last === undefined ? null : irrefutable(last)
}
