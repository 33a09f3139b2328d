import type { BindingSink } from './bind-targets.ts'
import type { MatchClass, MatchMapping, MatchSequence, Pattern } from './nodes.ts'
import type { Bound, Located, Part, Site } from './scopes.ts'

/** What is matched: a part of the subject of the `match` statement. */
interface Matched {
  readonly subject: Located
  readonly parts: readonly Part[]
}

const unknown: Bound = { kind: 'unknown' }
/** Classes whose pattern `str(x)` captures the object itself (language reference 8.6.4.9). */
const selfMatching = new Set(
  'bool bytearray bytes dict float frozenset int list set str tuple'.split(' '),
)

/** Binds the names that a `case` pattern captures to parts of the subject, and hands on the expressions in it. */
export function bindPattern(
  sink: BindingSink,
  pattern: Pattern,
  subject: Located,
  site: Site,
): void {
  new PatternBinder(sink, site).bind(pattern, { subject, parts: [] })
}

class PatternBinder {
  readonly #sink: BindingSink
  readonly #site: Site

  constructor(sink: BindingSink, site: Site) {
    this.#sink = sink
    this.#site = site
  }

  bind(pattern: Pattern, matched: Matched): void {
    switch (pattern.kind) {
      case 'MatchValue':
        this.#sink.expression(pattern.value, this.#site)
        break
      case 'MatchOr':
        for (const one of pattern.patterns) this.bind(one, matched)
        break
      case 'MatchSequence':
        this.#sequence(pattern, matched)
        break
      case 'MatchMapping':
        this.#mapping(pattern, matched)
        break
      case 'MatchClass':
        this.#class(pattern, matched)
        break
      case 'MatchStar':
        this.#capture(pattern.name, unknown, pattern)
        break
      case 'MatchAs':
        this.#capture(pattern.name, boundTo(matched), pattern)
        if (pattern.pattern) this.bind(pattern.pattern, matched)
        break
      default:
    }
  }

  #sequence({ patterns }: MatchSequence, matched: Matched): void {
    const star = patterns.findIndex(({ kind }) => kind === 'MatchStar')
    patterns.forEach((one, i) => {
      const index = star >= 0 && i > star ? i - patterns.length : i
      this.bind(one, partOf(matched, { kind: 'item', index }))
    })
  }

  #mapping(pattern: MatchMapping, matched: Matched): void {
    for (const key of pattern.keys) this.#sink.expression(key, this.#site)
    this.#capture(pattern.rest, unknown, pattern)
    pattern.patterns.forEach((one, i) => {
      const node = pattern.keys[i]
      if (node) this.bind(one, partOf(matched, { kind: 'key', key: { node, site: this.#site } }))
    })
  }

  #class({ cls, patterns, kwdAttrs, kwdPatterns }: MatchClass, matched: Matched): void {
    this.#sink.expression(cls, this.#site)
    const isSelf = cls.kind === 'Name' && selfMatching.has(cls.id)
    for (const one of patterns) {
      this.bind(one, isSelf ? matched : partOf(matched, { kind: 'position' }))
    }
    kwdPatterns.forEach((one, i) => {
      this.bind(one, partOf(matched, { kind: 'attribute', name: kwdAttrs[i] ?? '' }))
    })
  }

  #capture(name: string | null, bound: Bound, { start }: Pattern): void {
    if (name !== null) this.#sink.bindName(name, bound, this.#site, start)
  }
}

function partOf({ subject, parts }: Matched, part: Part): Matched {
  return { subject, parts: [...parts, part] }
}

function boundTo({ subject, parts }: Matched): Bound {
  return parts.length === 0
    ? { kind: 'value', value: subject }
    : { kind: 'part', value: subject, parts }
}
