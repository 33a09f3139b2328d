import { isDoubtful, namedKinds, wordsOf } from './column-name.ts'
import type { Detector } from './detector.ts'
import { textDetectors } from './detectors.ts'
import type { DataKind } from './kinds.ts'

/** A stretch of text that is a value of some kind: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly kind: DataKind
  readonly start: number
  readonly end: number
  /** How sure this is, from 0 to 1; from a half on it is reported. */
  readonly confidence: number
}

const reportedFrom = 0.5
const inContext = 0.97
const contextBefore = 48
const contextAfter = 16
/** Detectors that look-alikes pass more often than this listen to words that speak against them. */
const doubtedFrom = 0.03

/** What is known of where a text comes from. */
export interface Origin {
  /** The column's or the key's name. */
  readonly name?: string
  /** What the column was found to hold. */
  readonly kind?: DataKind
  /** The kinds that somebody said are in it; no other is looked for. */
  readonly only?: readonly DataKind[]
}

/** Finds values in a text, in order and free of overlaps. Time is linear in the text. */
export function findSpans(text: string, origin: Origin = {}): Span[] {
  return spanFinder(origin)(text)
}

/** `findSpans` for many texts of one origin. */
export function spanFinder({ name = '', kind, only }: Origin): (text: string) => Span[] {
  const around = {
    named: only ?? (kind === undefined ? namedKinds(name) : [kind]),
    isDoubtful: isDoubtful(wordsOf(name)),
  }
  const wanted = textDetectors.filter((detector) => only?.includes(detector.kind) ?? true)
  const digitless = wanted.filter((detector) => digitlessKinds.has(detector.kind))
  return (text) => {
    const fitting = /[0-9]/.test(text) ? wanted : digitless
    return withoutOverlaps(fitting.flatMap((detector) => spansOf(detector, text, around)))
  }
}

/** All that can be in a text without a digit. */
const digitlessKinds: ReadonlySet<DataKind> = new Set(['email', 'bic', 'person-name'])

/** Puts something else in the place of each span; spans are in order and free of overlaps. */
export function replaceSpans<Found extends Pick<Span, 'start' | 'end'>>(
  text: string,
  spans: readonly Found[],
  replacement: (span: Found, value: string) => string,
): string {
  let result = ''
  let at = 0
  for (const span of spans) {
    result += text.slice(at, span.start) + replacement(span, text.slice(span.start, span.end))
    at = span.end
  }
  return result + text.slice(at)
}

interface Around {
  readonly isDoubtful: boolean
  readonly named: readonly DataKind[]
}

function spansOf(detector: Detector, text: string, around: Around): Span[] {
  const spans: Span[] = []
  const { pattern } = detector
  pattern.lastIndex = 0
  for (let hit = pattern.exec(text); hit; hit = pattern.exec(text)) {
    const match = detector.match(hit[0])
    const start = hit.index
    pattern.lastIndex = start + (match?.length ?? 1)
    if (match === undefined) continue
    const end = start + match.length
    const confidence = confidenceOf(detector, match, {
      ...around,
      before: text.slice(Math.max(0, start - contextBefore), start),
      after: text.slice(end, end + contextAfter),
    })
    if (confidence >= reportedFrom) spans.push({ kind: detector.kind, start, end, confidence })
  }
  return spans
}

function confidenceOf(
  { kind, context, alone, chance }: Detector,
  match: string,
  around: Around & { readonly before: string; readonly after: string },
): number {
  const own = alone(match)
  const isNear = context.test(around.before) || context.test(around.after)
  if (isNear || around.named.includes(kind)) return Math.max(own, inContext)
  const isOther = around.named.length > 0 || around.isDoubtful || isDoubtful(around.before)
  return isOther && chance > doubtedFrom ? own * 0.5 : own
}

/** Of two spans that overlap the surer one stays, then the longer one. */
function withoutOverlaps(spans: readonly Span[]): Span[] {
  const kept: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (!last || span.start >= last.end) kept.push(span)
    else if (isBetter(span, last)) kept[kept.length - 1] = span
  }
  return kept
}

function isBetter(a: Span, b: Span): boolean {
  return a.confidence === b.confidence
    ? a.end - a.start > b.end - b.start
    : a.confidence > b.confidence
}
